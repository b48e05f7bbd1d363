// Keeps a page of the preview up to date: its text, its files and the panel below it.

const host = /** @type {HTMLElement} */ (document.querySelector("casefile-preview"));
const shadow = /** @type {ShadowRoot} */ (host.shadowRoot);
const panel = /** @type {HTMLElement} */ (shadow.getElementById("panel"));
const listKey = "casefile-preview-list";

let digest = host.dataset.digest ?? "";
let stamp = host.dataset.stamp ?? "";
/** When the page heard of its stamp, on the clock of its files (`performance.now()`). */
let stampedAt = 0;
let panelDigest = "";
// This runs before the scripts of the theme, so what is there now is what the server sent.
const source = withoutMarks(snapshot(document.documentElement));
const panelSource = snapshot(panel);

// ---- The page ----

/** Without what the preview put into it. @template {Element} T @param {T} page @returns {T} */
function withoutMarks(page) {
  page.querySelectorAll("[data-casefile-preview]").forEach((mark) => mark.remove());
  return page;
}

function ask() {
  const headers = { "if-none-match": `"${digest}"` };
  return fetch(location.pathname + location.search, { headers, cache: "no-store" });
}

/** Some programs save by removing a file and writing it anew: a page is gone if it is not back within this time, in
 * milliseconds. Whoever deletes a page sees that no later. */
const absence = 50;

/** How a page that is gone was left. @type {{ top: number, open: boolean[] } | undefined} */
let left;

const allDetails = () => [...document.querySelectorAll("details")];

async function refreshPage() {
  let reply = await ask();
  for (const end = performance.now() + absence; reply.status === 404 && performance.now() < end; reply = await ask()) {
    await nextChange(end - performance.now());
  }
  // What cannot be made at present stays as it was: the panel says why.
  if (reply.status === 304 || reply.status === 503) return;
  const text = await reply.text();
  const isPage = reply.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || reply.redirected) return location.reload();
  const next = withoutMarks(new DOMParser().parseFromString(text, "text/html").documentElement);
  // A script cannot be taken back: the page begins anew.
  if (scripts(next) !== scripts(source)) return location.reload();
  if (reply.status === 404) left ??= { top: scrollY, open: allDetails().map(({ open }) => open) };
  try {
    morph(source, next);
  } catch (error) {
    // Half a page is worse than a page that begins anew.
    console.error(error);
    return location.reload();
  }
  digest = unquoted(reply);
  if (reply.status !== 404) goBack();
}

/** A page that is there again is as it was left. */
function goBack() {
  if (!left) return;
  const { top, open } = left;
  left = undefined;
  allDetails().forEach((details, at) => (details.open = open[at] ?? details.open));
  scrollTo({ top, behavior: "instant" });
}

/** The scripts of a page, wherever it names them from. @param {Element} page */
function scripts(page) {
  const address = (/** @type {HTMLScriptElement} */ script) => new URL(script.getAttribute("src") ?? "", location.href).href;
  return [...page.querySelectorAll("script")].map((script) => script.textContent + address(script)).join("\n");
}

/** @param {Response} reply */
function unquoted(reply) {
  return (reply.headers.get("etag") ?? "").replace(/"/g, "");
}

// ---- Its files ----

/** The versions of the files that the page has loaded, by address. @type {Map<string, string | null>} */
const versions = new Map();

/** Those that styles or scripts loaded: no element tells whether the page still needs them. @type {Set<string>} */
const unseen = new Set();

const seenKinds = ["link", "img"];
const fileKinds = [...seenKinds, "css", "script", "image", "video", "audio", "other"];

/** Files of the site, without those of the preview, and when they were asked for. @param {PerformanceEntryList} entries */
function loadedFiles(entries) {
  const loaded = /** @type {PerformanceResourceTiming[]} */ (entries).filter(({ initiatorType }) => fileKinds.includes(initiatorType));
  const files = loaded.map(({ name, initiatorType, startTime }) => ({ kind: initiatorType, address: new URL(name), startTime }));
  const own = files.filter(({ address }) => address.origin === location.origin && !address.pathname.startsWith("/_casefile/"));
  own.filter(({ kind }) => !seenKinds.includes(kind)).forEach(({ address }) => unseen.add(address.pathname));
  return new Map(own.map(({ address, startTime }) => [address.pathname, startTime]));
}

/** @param {string[]} files @returns {Promise<{ told: string, found: [string, string | null][] }>} */
async function askVersions(files) {
  /** @type {[string, string | null][]} */
  const found = [];
  let told = stamp;
  // Not all at once, since the head of a request is bounded.
  for (let at = 0; at < files.length; at += 40) {
    const query = files.slice(at, at + 40).map((file) => `file=${encodeURIComponent(file)}`);
    const reply = await (await fetch(`/_casefile/digests?${query.join("&")}`, { cache: "no-store" })).json();
    found.push(...Object.entries(reply.digests));
    told = reply.stamp;
  }
  return { told, found };
}

/** Notes which versions were loaded. @param {Map<string, number>} files */
async function note(files) {
  try {
    const { told, found } = await askVersions([...files.keys()].filter((file) => !versions.has(file)));
    // Where the site has changed since a file was asked for, it may have been either: it is loaded again, unless that would
    // begin the page anew. What changes while a page loads is a record, and hardly ever a script.
    const isSure = (/** @type {string} */ file) => told === stamp && (files.get(file) ?? 0) >= stampedAt;
    const isOpen = (/** @type {string} */ file) => !isSure(file) && (isOfIndex(file) || !unseen.has(file));
    found.forEach(([file, version]) => versions.set(file, isOpen(file) ? "unknown" : version));
    if (found.some(([file]) => isOpen(file))) refresh();
  } catch {
    // Without a server there is nothing to compare with.
  }
}

async function refreshFiles() {
  const { found } = await askVersions([...versions.keys()]);
  // What is not published at present, or not in the page, stays as it was loaded, and is compared when it is back.
  const changed = found.filter(([file, version]) => version !== null && versions.get(file) !== version && swap(file, version));
  changed.forEach(([file, version]) => versions.set(file, version));
  if (!changed.some(([file]) => isOfIndex(file))) return;
  // A script that loads the search index again by itself says so.
  if (dispatchEvent(new Event("casefile-index", { cancelable: true }))) reloadWhenIdle();
}

/** @param {string} file */
function isOfIndex(file) {
  return file.startsWith("/search/");
}

/** Loads a file again in its place; what cannot be swapped begins the page anew. Says whether the page has the file.
 * @param {string} file @param {string} version */
function swap(file, version) {
  const isIt = (/** @type {string} */ address) => new URL(address, location.href).pathname === file;
  const links = [...document.querySelectorAll("link")].filter((link) => link.href && isIt(link.href));
  const images = [...document.images].filter((image) => isIt(image.currentSrc || image.src));
  const fresh = `${file}?v=${encodeURIComponent(version.slice(0, 12))}`;
  links.forEach((link) => swapLink(link, fresh));
  images.forEach((image) => (image.src = fresh));
  if (isOfIndex(file)) return true;
  const isChosen = images.some((image) => image.srcset !== "" || image.closest("picture"));
  if (isChosen || unseen.has(file)) reloadWhenIdle();
  return links.length + images.length > 0 || unseen.has(file);
}

/** The old stylesheet stays until the new one is there. @param {HTMLLinkElement} link @param {string} fresh */
function swapLink(link, fresh) {
  const next = /** @type {HTMLLinkElement} */ (link.cloneNode(true));
  next.href = fresh;
  const done = () => link.remove();
  next.addEventListener("load", done);
  next.addEventListener("error", done);
  link.after(next);
  replaceTwin(link, next);
  if (!/\bstylesheet\b/i.test(link.rel)) done();
}

/** From now on the source of one node is that of another. @param {Node} old @param {Node} next */
function replaceTwin(old, next) {
  const all = [source, ...source.querySelectorAll("link")];
  const own = all.find((node) => twins.get(node) === old);
  if (own) twins.set(own, next);
}

let waits = false;

/** Not while somebody is typing: the words would be lost. */
function reloadWhenIdle() {
  const active = document.activeElement;
  const types = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  if (!types || active.value === "") return location.reload();
  if (waits) return;
  waits = true;
  active.addEventListener("blur", () => location.reload(), { once: true });
}

// ---- The panel ----

async function refreshPanel() {
  const headers = { "if-none-match": `"${panelDigest}"` };
  const page = encodeURIComponent(location.pathname);
  const reply = await fetch(`/_casefile/panel?page=${page}`, { headers, cache: "no-store" });
  if (reply.status !== 200) return;
  const next = document.createElement("div");
  next.id = "panel";
  next.innerHTML = await reply.text();
  const hadList = shadow.getElementById("mistakes") !== null;
  morph(panelSource, next);
  panelDigest = unquoted(reply);
  showState();
  if (!hadList) keepList();
  makeRoom();
}

/** The list of mistakes is as open as it was left. */
function keepList() {
  const list = shadow.getElementById("mistakes");
  const kept = stored();
  if (list instanceof HTMLDetailsElement && kept !== null) list.open = kept === "open";
}

function stored() {
  try {
    return localStorage.getItem(listKey);
  } catch {
    return null;
  }
}

/** @param {string} value */
function store(value) {
  try {
    localStorage.setItem(listKey, value);
  } catch {
    // A browser that keeps nothing opens the list on the next page as on the first.
  }
}

/** What is focused is not hidden behind the panel, and the end of the page can be seen. */
const room = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, room];

function makeRoom() {
  // What scrolls sideways can be reached with the keys.
  shadow.querySelectorAll("pre").forEach((pre) => (pre.scrollWidth > pre.clientWidth ? (pre.tabIndex = 0) : pre.removeAttribute("tabindex")));
  const height = Math.ceil(panel.getBoundingClientRect().height);
  room.replaceSync(`@media screen { html { scroll-padding-bottom: ${height + 8}px } casefile-preview { display: block; height: ${height}px } }`);
}

let isConnected = false;

/** The panel as the server sends it knows of no connection. */
function showState() {
  const state = shadow.getElementById("state");
  if (!state) return;
  state.textContent = isConnected ? "Follows your changes" : "Not connected: is casefile serve still running?";
  state.classList.toggle("lost", !isConnected);
}

/** @param {string} words @param {string | null} [path] */
function say(words, path) {
  const said = shadow.getElementById("said");
  if (!said) return;
  said.textContent = words;
  if (path) {
    const code = document.createElement("code");
    code.textContent = path;
    said.append(" ", code, " ", copyButton(path, code));
  }
  makeRoom();
}

/** @param {string} path @param {Node} shown */
function copyButton(path, shown) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy path";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(path);
      button.textContent = "Copied";
    } catch {
      // Where a page may not write to the clipboard, its reader can.
      getSelection()?.selectAllChildren(shown);
    }
  });
  return button;
}

/** @param {HTMLElement} button */
async function edit(button) {
  try {
    const headers = { "x-casefile-token": button.dataset.token ?? "" };
    const reply = await fetch("/_casefile/edit", { method: "POST", headers, body: button.dataset.file });
    if (!reply.ok) return say(await reply.text());
    const { words, path } = await reply.json();
    say(words, path);
  } catch {
    say("Not opened: the preview does not answer. Is casefile serve still running?");
  }
}

// ---- Following ----

let isRunning = false;
let isBehind = false;
let onChange = () => {};

/** The next change of the site, if it comes within a time in milliseconds. @param {number} time @returns {Promise<void>} */
function nextChange(time) {
  return new Promise((resolve) => {
    onChange = resolve;
    setTimeout(resolve, time);
  });
}

async function refresh() {
  isBehind = true;
  // Nobody looks: it is brought up to date when somebody does.
  if (isRunning || document.hidden) return;
  isRunning = true;
  try {
    while (isBehind) {
      isBehind = false;
      await refreshPage();
      await refreshPanel();
      await refreshFiles();
    }
  } catch {
    // The server is away; the next event, or its return, asks again.
    isBehind = true;
    setTimeout(() => isBehind && refresh(), 1000);
  } finally {
    isRunning = false;
  }
}

new PerformanceObserver((list) => note(loadedFiles(list.getEntries()))).observe({ type: "resource", buffered: true });
document.addEventListener("visibilitychange", () => isBehind && refresh());
addEventListener("resize", makeRoom);
shadow.addEventListener("toggle", ({ target }) => {
  if (target instanceof HTMLDetailsElement) store(target.open ? "open" : "closed");
  makeRoom();
}, true);
shadow.addEventListener("click", ({ target }) => {
  if (target instanceof HTMLElement && target.id === "edit") edit(target);
});
// Without script the button to edit can do nothing, so only the path is shown.
panel.classList.add("scripted");
keepList();
makeRoom();
listen(({ connected, stamp: now }) => {
  isConnected = connected;
  showState();
  if (!connected || now === stamp) return;
  stamp = now;
  stampedAt = performance.now();
  onChange();
  refresh();
});
