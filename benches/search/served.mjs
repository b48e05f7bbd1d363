// What a reader's browser fetches and how long it takes, over a loopback server that gzips.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };

/** Serves a folder; `log` gets the path and the bytes sent, without headers, of each answer. */
export async function serve(folder) {
  const log = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    try {
      const bytes = readFileSync(join(folder, path));
      const packed = gzipSync(bytes);
      const isSmaller = packed.length < bytes.length;
      const body = isSmaller ? packed : bytes;
      log.push({ path, bytes: body.length });
      const type = types[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...(isSmaller ? { "content-encoding": "gzip" } : {}) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => (server.closeAllConnections(), server.close());
  return { address: `http://127.0.0.1:${server.address().port}/`, log, stop };
}

const sum = (log) => log.reduce((all, { bytes }) => all + bytes, 0);

/** Gives `use` a new page with an empty cache. */
async function withPage(browser, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * Bytes that casefile's search page fetches for a query from its address: its scripts and the whole index it asks for
 * until results show, with the facets that are open; and the same with the pages that ten snippets come from.
 */
export function casefileBytes(browser, server, query) {
  return withPage(browser, async (page) => {
    server.log.length = 0;
    await page.goto(`${server.address}site/search.html?q=${encodeURIComponent(query)}`);
    await page.waitForFunction(() => {
      const places = [...document.querySelectorAll("[data-search=results] .entry-summary")];
      return places.length > 0 && places.every((place) => place.textContent !== "");
    });
    await page.waitForLoadState("networkidle");
    const log = server.log.filter(({ path }) => !/\/search\.html$|\.css$|\.svg$/.test(path));
    return { first: sum(log.filter(({ path }) => path.endsWith(".js"))), ten: sum(log) };
  });
}

/**
 * Bytes that Pagefind fetches for a query, the page aside: until the first result can be shown, with the facets and
 * without, and until ten can. Titles and snippets come in the same files.
 */
export function pagefindBytes(browser, server, query, facets) {
  return withPage(browser, async (page) => {
    server.log.length = 0;
    await openPagefind(page, server);
    const search = async ([query, facets, most]) => {
      if (facets) await pagefind.filters();
      const { results } = await pagefind.search(query);
      await Promise.all(results.slice(0, most).map((result) => result.data()));
    };
    await page.evaluate(search, [query, facets, 1]);
    await page.waitForLoadState("networkidle");
    const first = sum(server.log.slice(1));
    await page.evaluate(search, [query, facets, 10]);
    return { first, ten: sum(server.log.slice(1)) };
  });
}

/** Loads Pagefind's own script into an empty page. */
async function openPagefind(page, server) {
  await page.goto(`${server.address}empty.html`);
  await page.evaluate(async (path) => {
    globalThis.pagefind = await import(path);
    await pagefind.init();
  }, `${server.address}pages/pagefind/pagefind.js`);
}

/** The paths of the first twenty records that Pagefind finds, for each query. */
export function searchPagefind(browser, server, queries) {
  return withPage(browser, async (page) => {
    await openPagefind(page, server);
    return page.evaluate(async (queries) => {
      const paths = new Map();
      const found = [];
      for (const query of queries) {
        const { results } = await pagefind.search(query);
        const path = async (result) => {
          if (!paths.has(result.id)) paths.set(result.id, (await result.data()).raw_url ?? (await result.data()).url);
          return paths.get(result.id).replace(/^.*\/pages\/|^\//, "");
        };
        found.push(await Promise.all(results.slice(0, 20).map(path)));
      }
      return found;
    }, queries);
  });
}

/** Milliseconds from the last key of each query to the frame that shows its results, once the files are here. */
export function lastKeys(browser, server, queries) {
  return withPage(browser, async (page) => {
    await page.goto(`${server.address}site/search.html`);
    await page.evaluate(watchKeys);
    const times = [];
    for (const query of queries) {
      await typeQuery(page, query);
      times.push(await typeQuery(page, query));
    }
    return times;
  });
}

/** Notes when a key was pressed, and when the frame was drawn in which the line above the results, which repeats the query,
 * changed next. It changes with the results, of which all may stay the same. */
function watchKeys() {
  const status = document.querySelector("[data-search=status]");
  globalThis.watched = { pressed: 0, shown: 0 };
  document.addEventListener("keydown", (event) => (watched = { pressed: event.timeStamp, shown: 0 }), true);
  new MutationObserver(() => {
    const { port1, port2 } = new MessageChannel();
    // A message from a frame arrives when that frame is drawn.
    requestAnimationFrame(() => port2.postMessage(""));
    port1.onmessage = () => (watched.shown ||= performance.now());
  }).observe(status, { childList: true });
}

/** Types a query in the empty box, and gives the time from its last key to its results. */
async function typeQuery(page, query) {
  await page.locator("form.search input[name=q]").first().fill("");
  await page.locator("form.search input[name=q]").first().pressSequentially(query.slice(0, -1), { delay: 60 });
  await page.waitForTimeout(250);
  await page.keyboard.press(query.at(-1));
  await page.waitForFunction(() => watched.shown > 0);
  await page.waitForTimeout(100);
  return page.evaluate(() => watched.shown - watched.pressed);
}

