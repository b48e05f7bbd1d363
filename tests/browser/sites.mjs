// The built sites under test: where they are, what is in them, and a server that lends them to a browser.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

// A path of some depth, since a site may be put anywhere.
const prefix = "/some/path/";

const contentTypes = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** The site of the checkout's own `content/`. */
export const own = () => site("own", checkout);

/** The site of `tests/fixtures/sites/rich`, which fills every field, before its embargo ends. */
export const rich = () => site("rich", join(checkout, "tests/fixtures/sites/rich"));

/** The same site after the embargo. */
export const richLater = () => site("rich-later", join(checkout, "tests/fixtures/sites/rich"));

/** The sites that a reader's checks go over. */
export const sites = () => [own(), rich()];

// The sites are built before the tests start, each in a folder of its name.
function site(name, source) {
  const built = process.env.CASEFILE_SITES;
  if (!built) throw new Error("CASEFILE_SITES must name the folder of built sites; `tests/run` sets it");
  return { ...builtSite(join(built, name)), name, baseUrl: baseUrl(source) };
}

/**
 * A built site: `files` maps each path under its folder to its bytes; `pages` are the HTML files that show
 * something, `forwards` those that send the reader on. `baseUrl` is what its home page calls itself.
 */
export function builtSite(folder) {
  const files = new Map(listFiles(folder).map((path) => [path, readFileSync(join(folder, path))]));
  const html = [...files.keys()].filter((path) => path.endsWith(".html"));
  if (html.length === 0) throw new Error(`no page in ${folder}`);
  const isForward = (path) => /<meta[^>]*http-equiv=["']?refresh/i.test(files.get(path).toString());
  return {
    name: folder,
    folder,
    files,
    baseUrl: canonical(files.get("index.html")),
    pages: html.filter((path) => !isForward(path)),
    forwards: html.filter(isForward),
  };
}

function canonical(home = "") {
  const link = /<link[^>]*rel=["']?canonical[^>]*>/i.exec(home)?.[0] ?? "";
  return (/href=["']?([^"'\s>]+)/i.exec(link)?.[1] ?? "http://site.invalid/").replace(/index\.html$/, "");
}

function listFiles(folder, below = "") {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((entry) => {
      const path = posix.join(below, entry);
      return statSync(join(folder, path)).isDirectory() ? listFiles(folder, path) : [path];
    });
}

// Read from the configuration rather than from a page, so that a wrong page is seen.
function baseUrl(source) {
  const written = /^base_url:\s*["']?([^\s"']+)/m.exec(readFileSync(join(source, "casefile.yaml"), "utf8"));
  if (!written) throw new Error(`no base_url in ${source}/casefile.yaml`);
  return written[1].endsWith("/") ? written[1] : `${written[1]}/`;
}

/** Whether a page is that of one record of `kind` (any kind when absent), not a list of them. */
export function isRecord(path, kind = "incidents|press-releases|references|organisations|topics") {
  return new RegExp(`^(${kind})/(?!index|page)[^/]+\\.html$`).test(path);
}

/** The record pages of a kind, the longest first: those with most on them, and tombstones last. */
export function recordsOf(site, kind) {
  const length = (path) => site.files.get(path).length;
  return site.pages.filter((path) => isRecord(path, kind)).sort((one, other) => length(other) - length(one));
}

/**
 * The pages that slow checks go over: all of a small site; of a large one every page of the top folder and at
 * most `perFolder` of each other folder, evenly spread, since lists of one folder are made alike.
 */
export function samplePages(site, { atMost = 80, perFolder = 12 } = {}) {
  if (site.pages.length <= atMost) return site.pages;
  const folders = new Map();
  for (const path of site.pages) {
    const folder = posix.dirname(path);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return [...folders].flatMap(([folder, pages]) => (folder === "." ? pages : spread(pages, perFolder)));
}

function spread(pages, most) {
  const step = Math.max(1, pages.length / most);
  return pages.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Bytes that a host would send for a file: gzipped, unless that makes it longer. */
export function transferSize(bytes) {
  return Math.min(bytes.length, gzipSync(bytes, { level: 9 }).length);
}

/** The bytes of a file as a reader could see them: unpacked where they are gzipped. */
export function readable(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** What a host answers for a path under the site's root: status, type and bytes, with the 404 page for none. */
export function answer(site, path) {
  const decoded = decodeURIComponent(path);
  const found = decoded === "" || decoded.endsWith("/") ? `${decoded}index.html` : decoded;
  const status = site.files.has(found) ? 200 : 404;
  const shown = status === 200 ? found : "404.html";
  return {
    status,
    contentType: contentTypes[extname(shown)] ?? "application/octet-stream",
    body: site.files.get(shown) ?? Buffer.from("not found"),
  };
}

/**
 * Serves a site on a free loopback port under a path, with these headers besides; gives its address and a way to
 * stop.
 */
export async function serve(site, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (!pathname.startsWith(prefix)) {
      response.writeHead(404).end("outside the site");
      return;
    }
    const { status, contentType, body } = answer(site, pathname.slice(prefix.length));
    const all = { "content-type": contentType, "x-content-type-options": "nosniff", ...headers };
    response.writeHead(status, all).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}${prefix}`;
  return {
    address,
    url: (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), address).href,
    stop: () => {
      server.closeAllConnections?.();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
