// The search scripts without a browser, and a small index written as docs/search-index.md says, to try them on.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

const assets = fileURLToPath(new URL("../../themes/default/assets/", import.meta.url));
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/** The pure parts of `search.js` and `search-page.js`, run as classic scripts where there is no page. */
export function searchParts() {
  for (const name of ["search.js", "search-page.js"]) runInThisContext(readFileSync(assets + name, "utf8"), { filename: name });
  return globalThis.casefileSearch.parts;
}

/** A number in groups of five bits, the most significant first; all signs but the last have 32 added. */
export function encodeNumber(value) {
  const groups = [];
  do {
    groups.unshift(value % 32);
    value = Math.floor(value / 32);
  } while (value > 0);
  return groups.map((group, at) => alphabet[at < groups.length - 1 ? group + 32 : group]).join("");
}

export const encodeSign = (value) => alphabet[value];

/**
 * The files of an index by name. A record has `kind`, `id`, `title`, `texts` (lines), `date`, `iso`, `status`, `years`
 * (a sign and two years) and `facets` (lists of labels by name); records of a kind stand together. `perFile` terms are
 * in a file, so that a few words make several.
 */
export function writeIndex(records, { cut, compare, stem }, { perFile = 8, perRecords = 4, words = {}, names: others = {} } = {}) {
  const terms = collectTerms(records, cut);
  const sorted = [...terms.keys()].sort(compare);
  const files = new Map();
  const first = [];
  const at = [];
  sorted.forEach((term, number) => {
    if (number % perFile === 0) {
      first.push(term);
      at.push(number);
      files.set(`t-${pad(at.length - 1)}`, { terms: [], gaps: [], weights: [] });
      files.set(`p-${pad(at.length - 1)}`, { lists: [] });
    }
    const postings = terms.get(term);
    const name = pad(at.length - 1);
    files.get(`t-${name}`).terms.push(term);
    files.get(`t-${name}`).gaps.push(gaps([...postings.keys()]).map((gap, n) => encodeNumber(n === 0 ? gap : gap - 1)).join(""));
    files.get(`t-${name}`).weights.push([...postings.values()].map(({ weight }) => encodeSign(weight)).join(""));
    files.get(`p-${name}`).lists.push([...postings.values()].map(({ places }) => numbers(gaps(places))).join(""));
  });
  writeRecords(files, records, perRecords);
  const names = [...new Set(records.flatMap(({ facets = {} }) => Object.keys(facets)))];
  for (const name of names) files.set(`f-${name}`, facetOf(records, name, others));
  const facets = names.map((name) => ({ name, label: name }));
  if (records.some(({ years }) => years)) {
    files.set("f-year", yearsOf(records));
    facets.push({ name: "year", label: "Year" });
  }
  const spelling = sorted.filter((term) => term.length >= 4 && !/\p{N}/u.test(term));
  files.set("spelling", { words: spelling.join(" ") });
  const kinds = [...new Set(records.map(({ kind }) => kind))].map((kind) => [kind, kind, records.filter((record) => record.kind === kind).length, `${kind}s/`]);
  const irregular = {};
  for (const term of sorted) if (stem(term) !== term && !term.startsWith(stem(term).slice(0, -1))) (irregular[stem(term)] ??= []).push(term);
  files.set("head", {
    format: 3, versions: {}, language: "en-GB", base: "https://evidence.example/", records: records.length, kinds,
    terms: { first, at, count: sorted.length }, positions: { at }, perRecords, perTexts: 3, facets,
    statuses: { alleged: "Alleged", upheld: "Upheld" }, disputed: "Disputed", irregular, words,
  });
  return files;
}

/** A file of the index as it stands on disk. */
export function asScript(name, payload, version) {
  const json = JSON.stringify(payload).replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `casefileSearch(${JSON.stringify(name)}, ${JSON.stringify(version)}, ${json});\n`;
}

function collectTerms(records, cut) {
  const lengths = records.map(({ title, texts = [] }) => cut([title, ...texts].join("\n")).length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const terms = new Map();
  records.forEach(({ title, texts = [] }, record) => {
    let place = 0;
    const frequency = new Map();
    const places = new Map();
    [title, ...texts].forEach((line, field) => {
      for (const word of cut(line)) {
        frequency.set(word, (frequency.get(word) ?? 0) + (field === 0 ? 6 : 1));
        places.set(word, [...(places.get(word) ?? []), place]);
        place += 1;
      }
      place += 1;
    });
    for (const [word, f] of frequency) {
      const part = f / (f + 1.2 * (0.25 + (0.75 * lengths[record]) / average));
      if (!terms.has(word)) terms.set(word, new Map());
      terms.get(word).set(record, { weight: Math.max(1, Math.round(63 * part)), places: places.get(word) });
    }
  });
  return terms;
}

function writeRecords(files, records, perRecords) {
  records.forEach((record, number) => {
    const name = `d-${pad(Math.floor(number / perRecords))}`;
    if (!files.has(name)) files.set(name, { id: [], title: [], date: [], iso: [], status: [], disputed: [] });
    const { id, title, date = "", iso = "", status = "" } = record;
    for (const [column, value] of Object.entries({ id, title, date, iso, status })) files.get(name)[column].push(value);
    if (record.disputed) files.get(name).disputed.push(files.get(name).id.length - 1);
    const texts = `x-${pad(Math.floor(number / 3))}`;
    if (!files.has(texts)) files.set(texts, { texts: [], works: {} });
    files.get(texts).texts.push([title, ...(record.texts ?? [])].join("\n"));
  });
}

function facetOf(records, name, others) {
  const labels = [...new Set(records.flatMap(({ facets = {} }) => facets[name] ?? []))];
  const code = (label) => label.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const own = records.map(({ facets = {} }) => (facets[name] ?? []).map((label) => labels.indexOf(label)));
  const values = labels.map((label) => [code(label), label, `${name}s/${code(label)}.html`, ...(others[label] ?? [])]);
  return { values, counts: own.map(({ length }) => encodeNumber(length)).join(""), places: own.flat().map(encodeNumber).join("") };
}

function yearsOf(records) {
  const first = Math.min(...records.flatMap(({ years }) => (years ? [years[1]] : [])));
  const one = ({ years }) => (years ? encodeSign(years[0]) + encodeNumber(years[1] - first) + encodeNumber(years[2] - years[1]) : "0");
  return { first, records: records.map(one).join("") };
}

const gaps = (sorted) => sorted.map((value, at) => value - (at === 0 ? 0 : sorted[at - 1]));
const numbers = (list) => [list.length, ...list].map(encodeNumber).join("");
const pad = (number) => String(number).padStart(3, "0");
