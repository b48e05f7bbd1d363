// A headless Chromium of the system, and pages of a site opened in it.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { answer, serve } from "./sites.mjs";

const require = createRequire(import.meta.url);

/** The source of axe-core, to be evaluated in a page. */
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** The Nu HTML checker. */
export const nuChecker = require.resolve("vnu-jar/build/dist/vnu.jar");

/** Starts Chromium with an empty profile, which goes when the browser is closed. */
export function openBrowser() {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const paths = execFileSync("sh", ["-c", `command -v ${names.join(" || command -v ")}`], { encoding: "utf8" });
  return paths.trim();
}

/**
 * Lends `use` a browser and a served site, and takes both back whatever happens. A test file has one browser for
 * each site it goes over.
 */
export async function withSite(site, use) {
  const server = await serve(site);
  const browser = await openBrowser();
  try {
    return await use(browser, server);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/**
 * A page in a context of its own. The site's public address is answered from its files, since the 404 page must
 * name its parts by it; any other host is refused, so that no test depends on a network.
 */
export async function openPage(browser, site, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => {
    const url = route.request().url();
    if (!url.startsWith(site.baseUrl)) return route.abort();
    return route.fulfill(answer(site, url.slice(site.baseUrl.length).replace(/[?#].*/, "")));
  });
  return context.newPage();
}

/** Calls `visit(page, path)` for each path, two at a time, each worker with a page of its own made by `open`. */
export async function visitAll(paths, open, visit) {
  const left = [...paths];
  const worker = async () => {
    const page = await open();
    for (let path = left.shift(); path !== undefined; path = left.shift()) await visit(page, path);
    await page.context().close();
  };
  await Promise.all([worker(), worker()]);
}

/** Fails with every problem on a line of its own, cut to the first sixty. */
export function assertNone(problems, what) {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 60).join("\n  ");
  const rest = problems.length > 60 ? `\n  and ${problems.length - 60} more` : "";
  const error = new Error(`${problems.length} ${what}:\n  ${shown}${rest}`);
  // The place in the test says nothing that the list does not.
  error.stack = "";
  throw error;
}
