#!/usr/bin/env node
// Builds one invented archive, indexes its pages with Pagefind too, and puts both searches beside each other.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { openSite, readRecords } from "./index.mjs";
import { knownItems, mean, reciprocalRank } from "./known.mjs";
import { queries } from "./queries.mjs";
import { casefileBytes, lastKeys, pagefindBytes, searchPagefind, serve } from "./served.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [begin, end] = ["<!-- search: begin -->", "<!-- search: end -->"];
const kinds = { title: "title words", misspelt: "title with a misspelt word", phrase: "five to seven words of the text", quoted: "the same in quotation marks" };

// What of a page is no text of the record.
const notText =
  "h2[id^=s-], h3[id^=s-], nav, form, script, style, noscript, template, svg, details, .tag, .ref, .found, .note, .inset, .unknown, .reply-meaning, .claim-kind, .totals, .footnote-ref, .footnotes, .record:not(.organisation) dl, .entries, .record-lines, .bars, .page-foot, .hidden, [hidden], [data-nosnippet]";

async function main() {
  const options = readOptions();
  const work = mkdtempSync(join(options.dir, "casefile-search-"));
  const sections = [];
  try {
    for (const incidents of options.sizes.split(",").map(Number)) {
      const folder = join(work, String(incidents));
      mkdirSync(folder);
      sections.push(table(incidents, await measure(options, folder, incidents)));
      if (!options.keep) rmSync(folder, { recursive: true });
    }
  } finally {
    if (!options.keep) rmSync(work, { recursive: true });
  }
  const text = [describe(options), ...sections].join("\n\n");
  console.log(text);
  if (options.update) updateReadme(text);
}

/** What was asked for on the command line; the programs are built where they are not given. */
function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: {
      sizes: { ...text, default: "10000" }, runs: { ...text, default: "3" }, known: { ...text, default: "100" },
      dir: { ...text, default: existsSync("/dev/shm") ? "/dev/shm" : tmpdir() }, seed: { ...text, default: "1" },
      casefile: text, without: text, "make-archive": text, lost: text,
      alone: { type: "boolean", default: false }, update: { type: "boolean", default: false }, keep: { type: "boolean", default: false },
    },
  });
  const target = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release");
  for (const [name, what, path] of [["casefile", "--bin", "casefile"], ["make-archive", "--example", "examples/make-archive"]]) {
    if (values[name]) continue;
    execFileSync("cargo", ["build", "--release", "--quiet", what, name], { cwd: root, stdio: "inherit" });
    values[name] = join(target, path);
  }
  return { ...values, load: loadavg()[0] };
}

/** All numbers of one size. */
async function measure(options, work, incidents) {
  const archive = join(work, "archive");
  execFileSync(options["make-archive"], ["--incidents", String(incidents), "--seed", options.seed, archive]);
  const site = join(work, "site");
  const pages = join(work, "pages");
  const tools = { casefile: [options.casefile, "build", archive, "--output", site, "--quiet"] };
  if (options.without) tools.without = [options.without, "build", archive, "--output", join(work, "plain"), "--quiet"];
  // The first build is not counted, since memory that was not used before is slow to come by.
  timed(work, tools.casefile, site);
  const opened = await openSite(site);
  const records = await readRecords(opened);
  // Pagefind writes a file for each record, and needs memory in proportion.
  if (!options.alone) copyPages(records, site, pages);
  if (!options.alone) tools.pagefind = [join(here, "node_modules/.bin/pagefind"), "--site", pages, "--root-selector", "main", "--exclude-selectors", notText, "--quiet"];
  const runs = Object.fromEntries(Object.keys(tools).map((name) => [name, []]));
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const [name, command] of Object.entries(tools)) {
      const output = { casefile: site, without: join(work, "plain"), pagefind: join(pages, "pagefind") }[name];
      runs[name].push(timed(work, command, output));
      say(`${name}, ${incidents} incidents: ${runs[name].at(-1).wall} s`);
    }
  }
  const middle = Object.fromEntries(Object.entries(runs).map(([name, own]) => [name, medians(own)]));
  const sizes = { casefile: sizeOf(join(site, "search"), () => true) };
  if (!options.alone) sizes.pagefind = sizeOf(join(pages, "pagefind"), isNeeded);
  const scripts = ["search.js", "search-page.js"].map((name) => join(site, "assets", name));
  sizes.scripts = { files: 2, bytes: total(scripts, (bytes) => bytes.length), gzipped: total(scripts, packedSize) };
  return { records: records.length, runs: middle, sizes, ...(await measureReading(options, work, opened, records)) };
}

/** What readers meet: bytes, times, and whether they find what they know. */
async function measureReading(options, work, opened, records) {
  writeFileSync(join(work, "empty.html"), "<!DOCTYPE html><title>Empty</title>");
  const server = await serve(work);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const bytes = { casefile: [], pagefind: [], plain: [] };
    for (const query of queries.slice(0, 10)) {
      bytes.casefile.push(await casefileBytes(browser, server, query));
      if (options.alone) continue;
      bytes.pagefind.push(await pagefindBytes(browser, server, query, true));
      bytes.plain.push(await pagefindBytes(browser, server, query, false));
    }
    say("bytes are counted");
    const keys = await lastKeys(browser, server, queries);
    say("keys are timed");
    const ranks = await measureRanks(options, browser, server, opened, records);
    return { bytes, keys, ranks };
  } finally {
    await browser.close();
    server.stop();
  }
}

function chromiumPath() {
  return process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"], { encoding: "utf8" }).trim();
}

/** The mean reciprocal rank of each kind of known-item search with each engine; `--lost FILE` gets those that one lost. */
async function measureRanks(options, browser, server, { parts, search }, records) {
  const items = knownItems(records, parts.cut, Number(options.known));
  const ranks = {};
  const lost = [];
  for (const [kind, own] of Object.entries(items)) {
    const theirs = options.alone ? undefined : await searchPagefind(browser, server, own.map(({ query }) => query));
    const both = [];
    for (const [at, { query, paths }] of own.entries()) {
      const found = await search(query);
      const pair = [found, ...(theirs ? [theirs[at]] : [])].map((list) => reciprocalRank(list, paths));
      both.push(pair);
      if (pair.some((rank) => rank < 1)) lost.push({ kind, query, casefile: pair[0], pagefind: pair[1], paths, found: found.slice(0, 3), theirs: theirs?.[at].slice(0, 3) });
    }
    ranks[kind] = { count: own.length, casefile: mean(both.map(([rank]) => rank)), pagefind: theirs && mean(both.map(([, rank]) => rank)) };
    say(`${kind}: ${JSON.stringify(ranks[kind])}`);
  }
  if (options.lost) writeFileSync(options.lost, lost.map((item) => `${JSON.stringify(item)}\n`).join(""));
  return ranks;
}

/** The pages of records with the facets that casefile has, as Pagefind wants them marked. */
function copyPages(records, site, pages) {
  const quote = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  for (const { href, facets } of records) {
    const marks = facets.map(([name, label]) => `<meta data-pagefind-filter="${name}[content]" content="${quote(label)}">`).join("");
    const html = readFileSync(join(site, href), "utf8").replace(/<main[^>]*>/, (main) => main + marks);
    mkdirSync(dirname(join(pages, href)), { recursive: true });
    writeFileSync(join(pages, href), html);
  }
}

/** Runs a program that makes a new folder: seconds, processor time and the most memory in MB. */
function timed(work, command, output) {
  rmSync(output, { recursive: true, force: true });
  const said = join(work, "time");
  execFileSync("/usr/bin/time", ["-f", "%e %U %S %M", "-o", said, ...command], { stdio: ["ignore", "ignore", "inherit"] });
  const [wall, user, system, memory] = readFileSync(said, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
  return { wall, cpu: user + system, memory: (memory * 1024) / 1e6 };
}

function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, quantile(runs.map((run) => run[key]), 0.5)]));
}

function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Files, bytes and gzipped bytes of a folder. */
function sizeOf(folder, counts) {
  const paths = readdirSync(folder, { recursive: true }).filter(counts).map((name) => join(folder, name));
  const files = paths.filter((path) => statSync(path).isFile());
  return { files: files.length, bytes: total(files, (bytes) => bytes.length), gzipped: total(files, packedSize) };
}

/** Whether a file of Pagefind is more than an interface that comes with it. */
const isNeeded = (name) => !/ui\.(?:js|css)$|highlight|playground/.test(name);

const total = (paths, sizeOf) => paths.reduce((sum, path) => sum + sizeOf(readFileSync(path)), 0);

/** Bytes that a host sends for a file: gzipped, unless that makes it longer. */
const packedSize = (bytes) => Math.min(bytes.length, gzipSync(bytes).length);

function table(incidents, { records, runs, sizes, bytes, keys, ranks }) {
  const number = (value, digits = 0) => value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const seconds = (value) => `${number(value, 2)} s`;
  const kilobytes = (value) => `${number(value / 1000)} kB`;
  const megabytes = (value) => `${number(value / 1e6, 2)} MB`;
  const spread = (list, key) => `${kilobytes(quantile(list.map((one) => one[key]), 0.5))}, most ${kilobytes(Math.max(...list.map((one) => one[key])))}`;
  const index = runs.without ? runs.casefile.wall - runs.without.wall : undefined;
  // What Pagefind was not asked stays open.
  const theirs = (words) => (runs.pagefind ? words() : "");
  const rows = [
    ["time to index", "under 1 s, a tenth of Pagefind's", index === undefined ? "not measured" : seconds(index), theirs(() => `${seconds(runs.pagefind.wall)}${index > 0 ? `, ${number(runs.pagefind.wall / index, 1)} times` : ""}`)],
    ["the whole build, index included", "", seconds(runs.casefile.wall), ""],
    ["most memory", "", `${number(runs.casefile.memory)} MB, all of the build`, theirs(() => `${number(runs.pagefind.memory)} MB`)],
    ["files", "under 300", number(sizes.casefile.files), theirs(() => number(sizes.pagefind.files))],
    ["size, gzipped", "no larger", `${megabytes(sizes.casefile.gzipped)} and ${kilobytes(sizes.scripts.gzipped)} of scripts`, theirs(() => megabytes(sizes.pagefind.gzipped))],
    ["size as it lies on a disk", "", `${megabytes(sizes.casefile.bytes)} and ${kilobytes(sizes.scripts.bytes)} of scripts`, theirs(() => megabytes(sizes.pagefind.bytes))],
    ["fetched until first results show", "under 150 kB, less", spread(bytes.casefile, "first"), theirs(() => `${spread(bytes.pagefind, "first")}; without facets ${spread(bytes.plain, "first")}`)],
    ["fetched with ten snippets", "under 300 kB, less", spread(bytes.casefile, "ten"), theirs(() => `${spread(bytes.pagefind, "ten")}; without facets ${spread(bytes.plain, "ten")}`)],
    ["last key to results on screen", "under 50 ms", `${number(quantile(keys, 0.5))} ms, 95 in 100 under ${number(quantile(keys, 0.95))} ms`, ""],
    ...Object.entries(ranks).map(([kind, rank]) => [`mean reciprocal rank: ${kinds[kind]} (${rank.count})`, "above", number(rank.casefile, 3), theirs(() => number(rank.pagefind, 3))]),
  ];
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [`${number(incidents)} incidents, ${number(records)} records:`, "", "| | asked | casefile | Pagefind |", "|---|---|---:|---:|", ...lines].join("\n");
}

/** The machine and the versions, in a sentence. */
function describe({ casefile, runs, seed, load }) {
  const version = (program) => execFileSync(program, ["--version"], { encoding: "utf8" }).match(/\d+(?:\.\d+)+/)[0];
  return `Medians of ${runs} runs in turn, seed ${seed}, in memory, on ${cpus().length} cores (${cpus()[0].model.trim()}), Linux ${release()}, load ${load.toFixed(1)} before the first: casefile ${version(casefile)}; Pagefind ${version(join(here, "node_modules/.bin/pagefind"))}; Node ${process.versions.node}.`;
}

function updateReadme(text) {
  const readme = join(here, "../README.md");
  const [before, rest] = readFileSync(readme, "utf8").split(begin);
  writeFileSync(readme, `${before}${begin}\n${text}\n${end}${rest.split(end)[1]}`);
}

/** Tells whoever waits how far it is. */
function say(words) {
  console.error(words);
}

await main();
