// Every page meets WCAG 2.2 AA as far as axe-core can tell: in light, in dark and on a narrow screen.
import { test } from "node:test";
import { assertNone, axeSource, openPage, visitAll, withSite } from "./browser.mjs";
import { samplePages, sites } from "./sites.mjs";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

// What is inside `details` is hidden from axe while they are closed, so they are open in all ways but the first.
const ways = [
  { name: "light", options: { colorScheme: "light" }, details: "closed" },
  { name: "dark", options: { colorScheme: "dark" }, details: "open" },
  { name: "320 px", options: { colorScheme: "light", viewport: { width: 320, height: 640 } }, details: "open" },
];

for (const site of sites()) {
  test(`${site.name}: no WCAG 2.2 AA violation, no sideways scroll`, { timeout: 900_000 }, async (t) => {
    const failures = [];
    const advice = new Map();
    await withSite(site, async (browser, server) => {
      for (const way of ways) {
        const open = () => openPage(browser, site, { ...way.options, bypassCSP: true });
        await visitAll(samplePages(site), open, async (page, path) => {
          await page.goto(server.url(path));
          if (way.details === "open") await openDetails(page);
          for (const violation of await violations(page)) {
            const line = `${path} (${way.name}): ${violation}`;
            if (violation.startsWith("best-practice")) advice.set(violation.split(" ")[1], line);
            else failures.push(line);
          }
          if (way.name === "320 px") failures.push(...(await sidewaysScroll(page, path)));
        });
      }
    });
    for (const line of advice.values()) t.diagnostic(line);
    t.diagnostic(`${site.name}: ${samplePages(site).length} of ${site.pages.length} pages, ${ways.length} ways`);
    assertNone(failures, "accessibility failures");
  });
}

function openDetails(page) {
  return page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
}

async function violations(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    const options = { runOnly: { type: "tag", values: [...tags, "best-practice"] }, resultTypes: ["violations"] };
    const { violations } = await globalThis.axe.run(document, options);
    return violations.map(({ id, tags: own, help, nodes }) => {
      const kind = own.some((tag) => tags.includes(tag)) ? "wcag" : "best-practice";
      const places = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`.trim());
      return `${kind} ${id}, ${help}: ${nodes.length} at ${places.join("; ")}`;
    });
  }, standards);
}

async function sidewaysScroll(page, path) {
  return page.evaluate((path) => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 4)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
    return [`${path}: scrolls sideways, ${document.documentElement.scrollWidth} px wide; over the edge: ${wide.join(", ")}`];
  }, path);
}
