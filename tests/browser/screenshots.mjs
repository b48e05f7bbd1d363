// Pictures of a built site, to be looked at: `node tests/browser/screenshots.mjs SITE_DIR OUT_DIR`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openPage, withSite } from "./browser.mjs";
import { builtSite, recordsOf } from "./sites.mjs";

const widths = [390, 1280];
const schemes = ["light", "dark"];

const [siteFolder, outFolder] = process.argv.slice(2);
if (!siteFolder || !outFolder) {
  console.error("usage: node tests/browser/screenshots.mjs SITE_DIR OUT_DIR");
  process.exit(2);
}

const site = builtSite(resolve(siteFolder));
mkdirSync(outFolder, { recursive: true });

await withSite(site, async (browser, server) => {
  for (const [name, path] of pictured()) {
    for (const width of widths) {
      for (const colorScheme of schemes) {
        const page = await openPage(browser, site, { viewport: { width, height: 900 }, colorScheme });
        await page.goto(server.address + path, { waitUntil: "networkidle" });
        await page.screenshot({ path: join(outFolder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await page.context().close();
      }
    }
    const page = await openPage(browser, site);
    await page.goto(server.address + path, { waitUntil: "networkidle" });
    writeFileSync(join(outFolder, `${name}.pdf`), await page.pdf({ format: "A4" }));
    await page.context().close();
    console.log(`${name}: ${path}`);
  }
});

/** What is pictured, by name: where a kind has many records, its longest page. */
function pictured() {
  const longest = (kind) => recordsOf(site, kind)[0];
  const all = {
    home: "index.html",
    "incident-list": "incidents/index.html",
    incident: longest("incidents"),
    "press-release": longest("press-releases"),
    reference: longest("references"),
    organisation: longest("organisations"),
    topic: longest("topics"),
    search: "search.html",
    "search-results": "search.html?q=letters",
    "not-found": "404.html",
  };
  return Object.entries(all).filter(([, path]) => site.files.has(path?.split("?")[0]));
}
