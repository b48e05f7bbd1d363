// Brings what changed in the source of a page into the page that is shown.
//
// Libraries for this compare the page that is shown with the new one, and so take away what scripts and readers made of
// it: results of a search, open details, words in a box. Here the source as it was is compared with the source as it
// is, and only what differs is done to the page.

/** The nodes of the page that is shown, by those of its source. @type {WeakMap<Node, Node>} */
const twins = new WeakMap();

/** Above this many comparisons, parts are only compared in their order. */
const mostComparisons = 1_000_000;

/** A copy of a part of the page as its source is now, before any script changes it. @template {Node} T
 * @param {T} live @returns {T} */
function snapshot(live) {
  const source = /** @type {T} */ (live.cloneNode(true));
  pair(source, live);
  return source;
}

/** @param {Node} source @param {Node} live */
function pair(source, live) {
  twins.set(source, live);
  const children = [...live.childNodes];
  [...source.childNodes].forEach((child, at) => pair(child, children[at]));
}

/** Makes `source`, and the part of the page that was made from it, what `next` is. @param {Node} source
 * @param {Node} next */
function morph(source, next) {
  const live = twins.get(source);
  if (!live) return;
  if (source instanceof Element && next instanceof Element) {
    morphAttributes(source, next, /** @type {Element} */ (live));
    morphChildren(source, next, /** @type {Element} */ (live));
  } else if (source.nodeValue !== next.nodeValue) {
    source.nodeValue = live.nodeValue = next.nodeValue;
  }
}

/** @param {Element} source @param {Element} next @param {Element} live */
function morphAttributes(source, next, live) {
  for (const name of source.getAttributeNames().filter((name) => !next.hasAttribute(name))) {
    [source, live].forEach((element) => element.removeAttribute(name));
  }
  for (const { name, value } of next.attributes) {
    if (source.getAttribute(name) === value) continue;
    [source, live].forEach((element) => element.setAttribute(name, value));
  }
}

/** @param {Element} source @param {Element} next @param {Element} live */
function morphChildren(source, next, live) {
  const wanted = [...next.childNodes];
  const found = align([...source.childNodes], wanted);
  const kept = new Set(found);
  [...source.childNodes].filter((child) => !kept.has(child)).forEach((child) => {
    const twin = twins.get(child);
    if (twin?.parentNode === live) live.removeChild(twin);
    source.removeChild(child);
  });
  /** @type {ChildNode | null} */
  let after = null;
  // What stands at the end and is not of the source stays at the end.
  let liveAfter = live.querySelector(":scope > casefile-preview");
  /** @type {Node | null} */
  let liveNext = liveAfter;
  for (let at = wanted.length - 1; at >= 0; at--) {
    let child = found[at];
    if (child) {
      if (!child.isEqualNode(wanted[at])) morph(child, wanted[at]);
    } else {
      child = /** @type {ChildNode} */ (document.importNode(wanted[at], true));
      const twin = document.importNode(wanted[at], true);
      pair(child, twin);
      source.insertBefore(child, after);
      live.insertBefore(twin, liveNext);
    }
    after = child;
    const twin = twins.get(child);
    if (twin?.parentNode === live) liveNext = twin;
  }
}

/** For each wanted node, the node that becomes it, in the same order; none for a new one. @param {ChildNode[]} old
 * @param {ChildNode[]} wanted @returns {(ChildNode | undefined)[]} */
function align(old, wanted) {
  /** @type {(ChildNode | undefined)[]} */
  const found = new Array(wanted.length).fill(undefined);
  let start = 0;
  let [oldEnd, end] = [old.length, wanted.length];
  while (start < Math.min(oldEnd, end) && old[start].isEqualNode(wanted[start])) found[start] = old[start++];
  while (Math.min(oldEnd, end) > start && old[oldEnd - 1].isEqualNode(wanted[end - 1])) found[--end] = old[--oldEnd];
  alignBetween([whole, elementKind], found, old.slice(start, oldEnd), wanted.slice(start, end), start);
  return found;
}

/** @typedef {(node: ChildNode) => string | undefined} Key */

/** Pairs those of one key, and between them those of the next: what is the same first, then elements of one kind, and at
 * last the text around them. @param {Key[]} keys @param {(ChildNode | undefined)[]} found @param {ChildNode[]} old
 * @param {ChildNode[]} wanted @param {number} from */
function alignBetween([key, ...keys], found, old, wanted, from) {
  if (!key) return alignAlike(found, old, wanted, from);
  let [nextOld, next] = [0, 0];
  for (const [atOld, at] of [...equals(old, wanted, key), [old.length, wanted.length]]) {
    alignBetween(keys, found, old.slice(nextOld, atOld), wanted.slice(next, at), from + next);
    if (at < wanted.length) found[from + at] = old[atOld];
    [nextOld, next] = [atOld + 1, at + 1];
  }
}

/** All of a node. A line break between elements is like any other, so nothing can be told by it. @type {Key} */
function whole(node) {
  if (node instanceof Element) return node.outerHTML;
  return node.nodeValue?.trim() ? `${node.nodeType}${node.nodeValue}` : undefined;
}

/** @type {Key} */
function elementKind(node) {
  return node instanceof Element ? kind(node) : undefined;
}

/** Between nodes that stay, those of one kind become each other. @param {(ChildNode | undefined)[]} found
 * @param {ChildNode[]} old @param {ChildNode[]} wanted @param {number} from */
function alignAlike(found, old, wanted, from) {
  let next = 0;
  wanted.forEach((node, at) => {
    const same = old.findIndex((other, index) => index >= next && kind(other) === kind(node));
    if (same < 0) return;
    found[from + at] = old[same];
    next = same + 1;
  });
}

/** @param {Node} node */
function kind(node) {
  return node instanceof Element ? `${node.localName}#${node.id}` : node.nodeName;
}

/** The longest common sequence of two lists of nodes, as pairs of places. @param {ChildNode[]} old
 * @param {ChildNode[]} wanted @param {Key} key @returns {[number, number][]} */
function equals(old, wanted, key) {
  if (old.length * wanted.length > mostComparisons) return [];
  const [a, b] = [old.map(key), wanted.map(key)];
  const isPair = (/** @type {number} */ i, /** @type {number} */ j) => a[i] !== undefined && a[i] === b[j];
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const best = Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
      length[i * width + j] = isPair(i, j) ? length[(i + 1) * width + j + 1] + 1 : best;
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (isPair(i, j)) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}
