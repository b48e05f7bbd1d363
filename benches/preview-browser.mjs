// How long a browser takes to show what was saved while `casefile serve` runs: from the end of the save to the change of
// the page. `CASEFILE_BIN=target/release/casefile node benches/preview-browser.mjs SITE [EDITS]`, of a site that may be
// changed; `npm ci --prefix tests/browser` installs what it needs.
import { appendFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBrowser } from "../tests/browser/browser.mjs";
import { startPreview } from "../tests/browser/preview.mjs";

const [site, edits = "30"] = process.argv.slice(2);
const folder = join(site, "content/incidents");
const files = readdirSync(folder).sort();
const preview = await startPreview({ folder: site });
const browser = await openBrowser();
const page = await browser.newPage();

/** Opens the page of a file, and gives the milliseconds from a change to the page that has the words. */
async function time(file, change, words) {
  await page.goto(preview.url(`incidents/${file.replace(".md", ".html")}`));
  // Until it listens.
  await page.waitForTimeout(300);
  await page.evaluate((words) => {
    window.shown = new Promise((resolve) => {
      const look = () => document.body.textContent.includes(words) && resolve(Date.now());
      new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    });
  }, words);
  change(join(folder, file));
  return (await page.evaluate(() => window.shown)) - saved;
}

/** When the last save ended. */
let saved = 0;

const kinds = {
  text: (path, words) => appendFileSync(path, `\n${words} was added.\n`),
  title: (path, words) => writeFileSync(path, readFileSync(path, "utf8").replace(/^title: (["']?)/m, `title: $1${words} `)),
  deletion: (path) => rmSync(path),
  rename: (path) => renameSync(path, path.replace(".md", "-again.md")),
};
const gone = "There is no page";
const step = Math.floor(files.length / (Number(edits) * 4 + 1));
for (const [place, [kind, change]] of Object.entries(kinds).entries()) {
  const times = [];
  for (let number = 0; number < Number(edits); number++) {
    const words = `Mark${kind}${number}`;
    const edit = (path) => {
      change(path, words);
      saved = Date.now();
    };
    const file = files[(number * 4 + place) * step];
    times.push(await time(file, edit, ["deletion", "rename"].includes(kind) ? gone : words));
  }
  times.sort((one, other) => one - other);
  console.log(`${kind}: ${times[times.length >> 1]} ms, most ${times.at(-1)} ms`);
}
await browser.close();
await preview.stop();
