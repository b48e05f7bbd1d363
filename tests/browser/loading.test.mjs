// A page asks nothing of another host, raises no error, moves nothing and is light.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, openPage, visitAll, withSite } from "./browser.mjs";
import { isRecord, sites, transferSize } from "./sites.mjs";

const mostRequests = 6;
const mostBytes = 40_000;

for (const site of sites()) {
  test(`${site.name}: pages load alone, quietly and lightly`, { timeout: 600_000 }, async (t) => {
    const problems = [];
    const weights = [];
    await withSite(site, async (browser, server) => {
      await visitAll(site.pages, () => openPage(browser, site, { reducedMotion: "no-preference" }), async (page, path) => {
        const load = await watch(page, server.url(path));
        const told = (problem) => problems.push(`${path}: ${problem}`);
        load.errors.forEach(told);
        // The page for an unknown path cannot know where it is shown, so it alone uses the public address.
        const allowed = path === "404.html" ? [server.address, site.baseUrl] : [server.address];
        const root = (url) => allowed.find((address) => url.startsWith(address));
        load.requests.filter((url) => !root(url)).forEach((url) => told(`asks for ${url}`));
        if (load.requests.length > mostRequests) told(`${load.requests.length} requests: ${load.requests.join(" ")}`);
        const parts = load.requests.filter(root).map((url) => ({ name: fileName(url, root(url)), size: size(site, url, root(url)) }));
        const bytes = parts.reduce((sum, { size }) => sum + size, 0);
        weights.push({ path, bytes, requests: load.requests.length, own: size(site, server.url(path), server.address) });
        if (isHeld(path) && bytes >= mostBytes) {
          told(`weighs ${bytes} bytes gzipped: ${parts.map(({ name, size }) => `${name} ${size}`).join(", ")}`);
        }
        if (load.animations > 0) told(`${load.animations} animations or transitions run on loading`);
      });
    });
    printWeights(site, weights);
    assertNone(problems, "problems of loading");
  });

  test(`${site.name}: nothing moves for readers who ask for less motion`, { timeout: 300_000 }, async () => {
    const moving = [];
    await withSite(site, async (browser, server) => {
      await visitAll(site.pages, () => openPage(browser, site, { reducedMotion: "reduce" }), async (page, path) => {
        await page.goto(server.url(path));
        await page.keyboard.press("Tab");
        const count = await page.evaluate(() => document.getAnimations().length);
        if (count !== 0) moving.push(`${path}: ${count}`);
      });
    });
    assert.deepEqual(moving, []);
  });
}

// The pages whose weight is promised: home, search, and each record.
function isHeld(path) {
  return path === "index.html" || path === "search.html" || isRecord(path);
}

async function watch(page, url) {
  const load = { requests: [], errors: [], animations: 0 };
  const listeners = {
    request: (request) => {
      if (!/^(data|blob):/.test(request.url())) load.requests.push(request.url());
    },
    response: (response) => {
      if (response.status() >= 400) load.errors.push(`${response.status()} for ${response.url()}`);
    },
    console: (message) => {
      if (message.type() === "error") load.errors.push(`console: ${message.text()}`);
    },
    pageerror: (error) => load.errors.push(`script: ${error.message}`),
    dialog: (dialog) => {
      load.errors.push(`a script of the content ran: ${dialog.message()}`);
      return dialog.dismiss();
    },
  };
  Object.entries(listeners).forEach(([event, listener]) => page.on(event, listener));
  await page.goto(url, { waitUntil: "networkidle" });
  load.animations = await page.evaluate(() => document.getAnimations().length);
  Object.entries(listeners).forEach(([event, listener]) => page.off(event, listener));
  return load;
}

function fileName(url, root) {
  return decodeURIComponent(url.slice(root.length).replace(/[?#].*/, "")) || "index.html";
}

function size(site, url, root) {
  const bytes = site.files.get(fileName(url, root));
  return bytes ? transferSize(bytes) : 0;
}

function printWeights(site, weights) {
  const heaviest = weights.filter(({ path }) => isHeld(path)).sort((a, b) => b.bytes - a.bytes);
  const others = weights.filter(({ path }) => !isHeld(path)).sort((a, b) => b.bytes - a.bytes);
  console.log(`\n${site.name}: gzipped bytes of a page and all it loads (limit ${mostBytes} for home, search and records)`);
  console.log("   total      page  requests  path");
  for (const { path, bytes, own, requests } of [...heaviest.slice(0, 40), ...others.slice(0, 10)]) {
    console.log(`${String(bytes).padStart(8)}  ${String(own).padStart(8)}  ${String(requests).padStart(8)}  ${path}`);
  }
}
