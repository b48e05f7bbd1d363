// Search in the reader's browser, in the index that docs/search-index.md describes: words, numbers, queries, the index,
// what pages share, and the suggestions of the search box on every page. The search page has search-page.js besides.
// Both are classic scripts that need nothing from elsewhere, so that they run from disk too.

/** @typedef {{ format: number, versions: Record<string, string>, language: string, base: string, records: number,
 *   kinds: [string, string, number, string][], terms: { first: string[], at: number[], count: number },
 *   positions: { at: number[] }, perRecords: number, perTexts: number, facets: { name: string, label: string }[],
 *   statuses: Record<string, string>, disputed: string, irregular: Record<string, string[]>, words: Words }} Head */
/** @typedef {Record<string, string | Record<string, string>>} Words */
/** @typedef {(name: string) => Promise<any>} Load */
/** @typedef {{ kind: "word" | "phrase" | "field", text: string, not: boolean, words: string[], name: string,
 *   value: string, begins: boolean, isOpen: boolean }} Part */
/** @typedef {{ from: number, to: number }} Span */
/** @typedef {{ records: Uint32Array, weights: Uint8Array }} Postings */
/** @typedef {{ ids: Uint32Array, scores: Float32Array }} Scored */
/** @typedef {Scored & { whole: number, terms: Term[], instead: string, begun: string }} Hits */
/** @typedef {{ text: string, number: number, gaps: string, weights: string, postings?: Postings, places?: Places }} Term */
/** @typedef {{ sign: () => number, number: () => number, more: () => boolean }} Signs */
/** @typedef {{ starts: Uint32Array, places: Uint32Array }} Places */
/** @typedef {{ name: string, label: string, values: string[][], starts: Uint32Array,
 *   places: Uint32Array, folded?: string[][] }} Facet */
/** @typedef {{ signs: Uint8Array, from: Int32Array, to: Int32Array, first: number, last: number }} Years */
/** @typedef {{ number: number, href: string, id: string, title: string, date: string, iso: string, status: string,
 *   isDisputed: boolean, kind: string, kindLabel: string }} Entry */
/** @typedef {{ type: string, author?: string[][], editor?: string[][], [field: string]: any }} Work */
/** @typedef {Map<string, string[]>} Chosen */
/** @typedef {Scored & { parts: Part[], asked: boolean, nearest: boolean, possible: Uint8Array | undefined,
 *   better: Map<string, string>, begun: string[], apart: string[], unknown: Unknown[], lost: string[], wide: string[],
 *   isCut: boolean, forms: Set<string>, starts: string[] }} Found */
/** @typedef {{ text: string, label: string, value: string, better: string }} Unknown */
/** @typedef {{ ids: number[], all: Uint32Array, possible: Uint8Array | undefined, fails: Uint8Array,
 *   failed: Int8Array, names: string[], lost: string[], isUnanswered: boolean }} Filtered */
/** @typedef {{ q: string, chosen: Chosen, page: number }} View */
/** @typedef {ReturnType<typeof casefileSearch.parts.openIndex>} Index */

// Files of the index call this name.
var casefileSearch = (() => {
  "use strict";

  // ---- Words ----

  /** @type {Record<string, string>} */
  const plainSigns = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ", ʼ: "'" };

  /** A text without accents, capitals, apostrophes inside words and commas inside numbers. @param {string} text */
  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/[\p{Mn}\p{Cf}]/gu, "")
      .toLowerCase()
      .replace(/[ßæœøłđıςʼ]/g, (sign) => plainSigns[sign])
      .replace(/([\p{Alphabetic}\p{N}])['’‘](?=[\p{Alphabetic}\p{N}])/gu, "$1")
      .replace(/([0-9]),(?=[0-9])/g, "$1");
  }

  /** The words of a text, folded, as the index has them. @param {string} text @returns {string[]} */
  function cut(text) {
    const words = fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
    return words.map((word) => (word.length > 40 ? [...word].slice(0, 40).join("") : word));
  }

  /** Order by code points, which is not that of JavaScript's strings. @param {string} one @param {string} other */
  function compare(one, other) {
    const most = Math.min(one.length, other.length);
    for (let at = 0; at < most; at += 1) {
      const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
      if (a !== b) return rank(a) - rank(b);
    }
    return one.length - other.length;
  }

  /** Puts surrogates behind all other code units. @param {number} unit */
  function rank(unit) {
    return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
  }

  /** The first place in a sorted list where `isPast` holds. @param {number} length @param {(at: number) => boolean} isPast */
  function firstWhere(length, isPast) {
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isPast(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // Snowball's English stemmer as it was before Snowball 3.0, which the writer of the index has too
  // (https://snowballstem.org/algorithms/english/stemmer.html). `Y` is a y that stands for a consonant; p1 and p2 are
  // where the regions R1 and R2 begin.

  const stemsApart = new Map(
    "skis ski,skies sky,dying die,lying lie,tying tie,idly idl,gently gentl,ugly ugli,early earli,only onli,singly singl,sky sky,news news,howe howe,atlas atlas,cosmos cosmos,bias bias,andes andes"
      .split(",")
      .map((pair) => /** @type {[string, string]} */ (pair.split(" "))),
  );
  const secondEndings = endings(
    "tional tion,enci ence,anci ance,abli able,entli ent,izer ize,ization ize,ational ate,ation ate,ator ate,alism al,aliti al,alli al,fulness ful,fulli ful,ousli ous,ousness ous,iveness ive,iviti ive,biliti ble,bli ble,ogi og,lessli less,li ",
  );
  const thirdEndings = endings("tional tion,ational ate,alize al,icate ic,iciti ic,ical ic,ful ,ness ,ative ");
  const fourthEndings =
    /(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ism|ate|iti|ous|ive|ize|ion)$/;
  /** @type {Map<string, string>} */
  const knownStems = new Map();

  /** Endings with what stands for them. @param {string} list */
  function endings(list) {
    const pairs = new Map(list.split(",").map((pair) => /** @type {[string, string]} */ (pair.split(" "))));
    return { pattern: new RegExp(`(?:${[...pairs.keys()].join("|")})$`), pairs };
  }

  /** The stem of an English word; a word with other signs than a to z is its own. @param {string} word */
  function stem(word) {
    const known = knownStems.get(word);
    if (known !== undefined) return known;
    const found = word.length < 3 || !/^[a-z]+$/.test(word) ? word : (stemsApart.get(word) ?? findStem(word));
    if (knownStems.size > 200000) knownStems.clear();
    knownStems.set(word, found);
    return found;
  }

  /** @param {string} word */
  function findStem(word) {
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const special = /^(?:arsen|commun|gener)/.exec(word);
    const p1 = special ? special[0].length : regionEnd(word, 0);
    const p2 = regionEnd(word, p1);
    word = withoutPlural(word);
    if (/^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/.test(word)) return word;
    word = withoutParticiple(word, p1);
    if (/.[^aeiouy][yY]$/.test(word)) word = word.slice(0, -1) + "i";
    word = withOther(word, secondEndings, (ending, start) => {
      if (ending === "ogi" && word[start - 1] !== "l") return false;
      return start >= p1 && (ending !== "li" || /[cdeghkmnrt]/.test(word[start - 1] ?? ""));
    });
    word = withOther(word, thirdEndings, (ending, start) => start >= (ending === "ative" ? p2 : p1));
    const fourth = fourthEndings.exec(word);
    if (fourth && fourth.index >= p2 && (fourth[0] !== "ion" || /[st]ion$/.test(word))) word = word.slice(0, fourth.index);
    const last = word.length - 1;
    const isE = word.endsWith("e") && (last >= p2 || (last >= p1 && !endsShort(word.slice(0, -1))));
    if (isE || (last >= p2 && word.endsWith("ll"))) word = word.slice(0, -1);
    return word.replace(/Y/g, "y");
  }

  /** Where a region ends that begins at `start`: behind the first consonant after a vowel. @param {string} word @param {number} start */
  function regionEnd(word, start) {
    const found = word.slice(start).search(/[aeiouy][^aeiouy]/);
    return found < 0 ? word.length : start + found + 2;
  }

  /** @param {string} word */
  function withoutPlural(word) {
    const ending = /(?:sses|ied|ies|us|ss|s)$/.exec(word)?.[0];
    if (ending === "sses") return word.slice(0, -2);
    if (ending === "ied" || ending === "ies") return word.slice(0, word.length > 4 ? -2 : -1);
    return ending === "s" && /[aeiouy]/.test(word.slice(0, -2)) ? word.slice(0, -1) : word;
  }

  /** @param {string} word @param {number} p1 */
  function withoutParticiple(word, p1) {
    const found = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(word);
    if (!found) return word;
    const base = word.slice(0, found.index);
    if (found[0].startsWith("eed")) return base.length >= p1 ? base + "ee" : word;
    if (!/[aeiouy]/.test(base)) return word;
    if (/(?:at|bl|iz)$/.test(base)) return base + "e";
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(base)) return base.slice(0, -1);
    return base.length === p1 && endsShort(base) ? base + "e" : base;
  }

  /** @param {string} word */
  function endsShort(word) {
    return /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(word);
  }

  /** @param {string} word @param {{ pattern: RegExp, pairs: Map<string, string> }} table
   * @param {(ending: string, start: number) => boolean} fits */
  function withOther(word, { pattern, pairs }, fits) {
    const found = pattern.exec(word);
    return found && fits(found[0], found.index) ? word.slice(0, found.index) + pairs.get(found[0]) : word;
  }

  /** With what the forms of a stem begin: `happy` and `happiness` of `happi`, `hope` and `hoping` of `hope`.
   * @param {string} stemmed */
  function startsOfForms(stemmed) {
    const ending = stemmed.length < 3 ? null : /(?:[iey]|bl)$/.exec(stemmed);
    return ending ? [stemmed, stemmed.slice(0, -1) + (ending[0] === "i" ? "y" : "i")] : [stemmed];
  }

  /** How many letters differ: insertions, deletions, exchanges and swaps of neighbours; and the least of them that makes
   * `word` the beginning of `other`. @param {string} word @param {string} other @returns {[number, number]} */
  function distance(word, other) {
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= word.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = word[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        const isSwap = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
        if (isSwap) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return [row[other.length], Math.min(...row)];
  }

  /** Which letters a word has, as bits. @param {string} word */
  function letters(word) {
    let bits = 0;
    for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) % 32);
    return bits;
  }

  /** @param {number} bits */
  function bitCount(bits) {
    let count = 0;
    for (; bits; bits &= bits - 1) count += 1;
    return count;
  }

  // ---- Numbers in strings ----

  const values = new Uint8Array(128);
  [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"].forEach((sign, value) => {
    values[sign.charCodeAt(0)] = value;
  });

  /** Reads a string of numbers and signs from its beginning. @param {string} text @returns {Signs} */
  function reader(text) {
    let at = 0;
    const sign = () => values[text.charCodeAt(at++)] ?? 0;
    const number = () => {
      let value = 0;
      while (at < text.length) {
        const group = sign();
        value = value * 32 + (group & 31);
        if (group < 32) break;
      }
      return value;
    };
    return { sign, number, more: () => at < text.length };
  }

  /** @param {string} gaps @param {string} signs @returns {Postings} */
  function readPostings(gaps, signs) {
    const records = new Uint32Array(signs.length);
    const weights = new Uint8Array(signs.length);
    const { number } = reader(gaps);
    const { sign } = reader(signs);
    for (let record = -1, at = 0; at < signs.length; at += 1) {
      record += number() + 1;
      records[at] = record;
      weights[at] = sign();
    }
    return { records, weights };
  }

  /** Reads the numbers that each of `length` things has; how many they are stands in `counts`. @param {Signs} counts
   * @param {Signs} numbers @param {number} length @param {boolean} areGaps @returns {Places} */
  function readPlaces(counts, numbers, length, areGaps) {
    const starts = new Uint32Array(length + 1);
    /** @type {number[]} */
    const places = [];
    for (let at = 0; at < length; at += 1) {
      starts[at] = places.length;
      let last = 0;
      for (let left = counts.number(); left > 0 && numbers.more(); left -= 1) {
        last = numbers.number() + (areGaps ? last : 0);
        places.push(last);
      }
    }
    starts[length] = places.length;
    return { starts, places: Uint32Array.from(places) };
  }

  /** @param {{ first: number, records: string }} payload @param {number} count @returns {Years} */
  function readYears({ first, records }, count) {
    const years = { signs: new Uint8Array(count), from: new Int32Array(count), to: new Int32Array(count), first: 0, last: 0 };
    let [low, high] = [Infinity, -Infinity];
    const { sign, number } = reader(records);
    for (let at = 0; at < count; at += 1) {
      years.signs[at] = sign();
      if (years.signs[at] === 0) continue;
      years.from[at] = first + number();
      years.to[at] = years.from[at] + number();
      low = Math.min(low, years.from[at]);
      high = Math.max(high, years.to[at]);
    }
    return low > high ? years : { ...years, first: low, last: high };
  }

  // ---- Queries ----

  // A query is cut where no reader would have written on.
  const mostSigns = 2000;
  const mostParts = 32;

  /** The parts of a query. `names` are the fields that may stand before a colon. A part is open where whoever types may
   * write on in it. @param {string} text @param {Set<string>} names @returns {Part[]} */
  function parse(text, names) {
    const query = text.slice(0, mostSigns).replace(/[“”„‟«»″]/g, '"').replace(/\*(?=[\p{Alphabetic}\p{N}])/gu, "");
    /** @type {Part[]} */
    const parts = [];
    const add = (/** @type {Partial<Part>} */ part) =>
      parts.push({ kind: "word", text: "", not: false, words: [], name: "", value: "", begins: false, isOpen: false, ...part });
    for (const found of query.matchAll(/(-?)(?:([\p{L}_-]+):)?(?:"([^"]*)("?)|([^\s"]+))/gu)) {
      const [text, minus, field = "", quoted, closing, bare = ""] = found;
      const not = minus !== "";
      const name = field.toLowerCase();
      const value = quoted ?? bare;
      const isOpen = found.index + text.length === query.length && /[^\s"*]$/u.test(query) && !not;
      if (names.has(bare.slice(0, -1).toLowerCase()) && bare.endsWith(":")) continue;
      if (names.has(name) && (name !== "year" || readRange(value))) {
        add({ kind: "field", text, not, name, value: value.trim(), isOpen });
        continue;
      }
      const words = cut(field ? `${field}:${value}` : value);
      const begins = value.endsWith("*") && words.length > 0;
      if (quoted !== undefined || (not && words.length > 1)) {
        const start = begins && closing === "" && !not ? words.pop() : undefined;
        if (words.length > 0) add({ kind: "phrase", text, not, words, isOpen });
        if (start !== undefined) add({ text: `${start}*`, words: [start], begins });
      } else {
        words.forEach((word, at) => {
          const isLast = at === words.length - 1;
          add({ text: `${minus}${word}${isLast && begins ? "*" : ""}`, not, words: [word], begins: isLast && begins, isOpen: isLast && isOpen });
        });
      }
    }
    return parts;
  }

  /** A range of years, `2015`, `2015..2018`, `2015..`, `..2018`; nothing for any other text. @param {string} text
   * @returns {Span | undefined} */
  function readRange(text) {
    const found = /^\s*(\d{1,4})?\s*(?:(\.\.|[-–])\s*(\d{1,4})?)?\s*$/.exec(text);
    if (!found || (found[1] === undefined && found[3] === undefined)) return undefined;
    const from = found[1] === undefined ? -Infinity : Number(found[1]);
    const to = found[2] === undefined ? from : found[3] === undefined ? Infinity : Number(found[3]);
    return from <= to ? { from, to } : { from: to, to: from };
  }

  // ---- The index ----

  // Terms of a stem and completions of a word are looked for in so many files at most.
  const mostShards = 3;
  const stemFactor = 0.8;
  const startFactor = 0.6;
  const nearFactor = 0.4;
  // What is asked for in a word or two is often an organisation or a topic, of which there are few.
  const nameFactor = 1.1;

  /** A file did not come without which a part of a query cannot be looked for. */
  class Missing extends Error {}

  /** What can be asked of an index whose files `load` gives. A file that does not come is noted in `missing`. What of a
   * query needs it is left out and named in `lost`: more may be found then than was asked for, never less.
   * @param {Head} head @param {Load} load */
  function openIndex(head, load) {
    const size = head.records;
    // For each record a number, 0 but while scores are added up.
    const sums = new Float32Array(size);
    const names = new Set(["kind", "year", ...head.facets.map(({ name }) => name)]);
    const isEnglish = /^en(?:-|$)/i.test(head.language);
    const stemOf = (/** @type {string} */ word) => (isEnglish ? stem(word) : word);
    const irregular = new Map(Object.entries(head.irregular));
    /** @type {Set<string>} */
    const missing = new Set();
    /** @type {Set<string>} */
    const here = new Set();
    /** @type {Map<string, Promise<Hits>>} */
    const kept = new Map();
    /** @type {Map<string, Term>} */
    const terms = new Map();
    /** @type {Map<string, Promise<Facet | Years | undefined>>} */
    const facets = new Map();
    /** @type {Facet | undefined} */
    let ownKinds;

    /** @param {string} name */
    async function attempt(name) {
      try {
        const payload = await load(name);
        here.add(name);
        missing.delete(name);
        return payload;
      } catch {
        missing.add(name);
        return undefined;
      }
    }

    /** @param {string} name */
    async function need(name) {
      const payload = await attempt(name);
      if (!payload) throw new Missing(name);
      return payload;
    }

    /** What was asked for; nothing where a file for it is missing. @template T @param {Promise<T>} asked */
    function unlessLost(asked) {
      return asked.catch((error) => {
        if (error instanceof Missing) return undefined;
        throw error;
      });
    }

    /** Keeps what was made from files that all came, so that the next key costs nothing. @param {string} key
     * @param {() => Promise<Hits>} make */
    function keep(key, make) {
      const found = kept.get(key) ?? make().catch((error) => {
        kept.delete(key);
        throw error;
      });
      if (kept.size > 64) kept.delete(/** @type {string} */ (kept.keys().next().value));
      kept.set(key, found);
      return found;
    }

    /** Forgets what was found while files were missing. */
    function retry() {
      missing.clear();
      kept.clear();
      facets.clear();
    }

    /** The numbers of the files where words that begin with `start` can stand. @param {string} start */
    function shardsOf(start) {
      const { first } = head.terms;
      const low = Math.max(0, firstWhere(first.length, (at) => compare(first[at], start) > 0) - 1);
      const high = firstWhere(first.length, (at) => compare(first[at], start) > 0 && !first[at].startsWith(start));
      return Array.from({ length: Math.max(0, Math.min(high, first.length) - low) }, (_, at) => low + at);
    }

    /** @param {number} shard */
    function shardName(shard) {
      return `t-${String(shard).padStart(3, "0")}`;
    }

    /** The terms that begin with `start` in some files. @param {number[]} shards @param {string} start */
    async function termsFrom(shards, start) {
      const loaded = await Promise.all(shards.map((shard) => need(shardName(shard))));
      /** @type {Term[]} */
      const found = [];
      loaded.forEach((payload, at) => {
        const list = /** @type {string[]} */ (payload.terms);
        for (let place = firstWhere(list.length, (n) => compare(list[n], start) >= 0); place < list.length; place += 1) {
          if (!list[place].startsWith(start)) break;
          found.push(termAt(payload, shards[at], place));
        }
      });
      return found;
    }

    /** @param {any} payload @param {number} shard @param {number} place @returns {Term} */
    function termAt(payload, shard, place) {
      const text = payload.terms[place];
      const known = terms.get(text);
      if (known) return known;
      const term = { text, number: head.terms.at[shard] + place, gaps: payload.gaps[place], weights: payload.weights[place] };
      terms.set(text, term);
      return term;
    }

    /** @param {string} word @returns {Promise<Term | undefined>} */
    async function exactTerm(word) {
      const [found] = await termsFrom(shardsOf(word).slice(0, 1), word);
      return found?.text === word ? found : undefined;
    }

    /** @param {Term} term @returns {Postings} */
    function postingsOf(term) {
      term.postings ??= readPostings(term.gaps, term.weights);
      return term.postings;
    }

    /** Where the posting of a record is in the list of a term; -1 where there is none. @param {Term} term @param {number} record */
    function placeOf(term, record) {
      const { records } = postingsOf(term);
      const at = firstWhere(records.length, (n) => records[n] >= record);
      return records[at] === record ? at : -1;
    }

    /** How much a word says that `n` records have. @param {number} n */
    function idf(n) {
      return Math.log(1 + (size - n + 0.5) / (n + 0.5));
    }

    /** The other forms of a word's stem. Of a short word that would be in many files, only the likely ones are looked
     * for. @param {string} word */
    async function formsOf(word) {
      const stemmed = stemOf(word);
      if (!isEnglish || !/^[a-z]{2,}$/.test(word)) return [];
      const starts = startsOfForms(stemmed);
      let shards = new Set(starts.flatMap(shardsOf));
      if (shards.size > mostShards) shards = new Set([word, stemmed, `${word}s`].map((likely) => shardsOf(likely)[0]));
      const found = (await Promise.all(starts.map((start) => termsFrom([...shards], start)))).flat();
      for (const form of irregular.get(stemmed) ?? []) {
        const term = await exactTerm(form);
        if (term) found.push(term);
      }
      return found.filter((term) => term.text !== word && stemOf(term.text) === stemmed);
    }

    /** The terms that a word begins, where they are in few files. @param {string} word */
    async function completionsOf(word) {
      const shards = shardsOf(word);
      return shards.length > mostShards ? [] : termsFrom(shards, word);
    }

    /** The records that have a number in `sums`, with it times `factor`; nothing is left there. @param {number} factor
     * @returns {Scored} */
    function gather(factor) {
      let count = 0;
      for (let record = 0; record < size; record += 1) if (sums[record] > 0) count += 1;
      const ids = new Uint32Array(count);
      const scores = new Float32Array(count);
      for (let record = 0, at = 0; at < count; record += 1) {
        if (sums[record] === 0) continue;
        ids[at] = record;
        scores[at] = sums[record] * factor;
        at += 1;
      }
      sums.fill(0);
      return { ids, scores };
    }

    /** The weight of each record for some terms: those of `whole` add up, as a word does that stands there more often;
     * of `others` the best counts. The idf is that of all records with the word. @param {[Term, number][]} whole
     * @param {[Term, number][]} others @returns {Hits} */
    function weigh(whole, others) {
      let count = 0;
      const addAll = (/** @type {[Term, number][]} */ forms, /** @type {boolean} */ adds) => {
        for (const [term, factor] of forms) {
          const { records, weights } = postingsOf(term);
          for (let at = 0; at < records.length; at += 1) {
            const record = records[at];
            const weight = (factor * weights[at]) / 63;
            const old = sums[record];
            if (old === 0) count += 1;
            sums[record] = adds ? old + weight * (1 - old) : Math.max(old, weight);
          }
        }
      };
      addAll(whole, true);
      const own = count;
      addAll(others, false);
      return { ...gather(idf(own || count)), whole: own, instead: "", begun: "", terms: [...whole, ...others].map(([term]) => term) };
    }

    /** The records with a word or one of its other forms; and with the words that it begins, where these are meant or no
     * record has the word itself. @param {string} word @param {boolean} begins */
    function findWord(word, begins) {
      return keep(`${begins ? "begins" : "word"} ${word}`, async () => {
        const [exact, forms] = await Promise.all([exactTerm(word), formsOf(word)]);
        /** @type {[Term, number][]} */
        const whole = forms.map((term) => [term, stemFactor]);
        if (exact) whole.unshift([exact, 1]);
        if (whole.length > 0 && !begins) return weigh(whole, []);
        const own = new Set(whole.map(([term]) => term));
        const begun = (await completionsOf(word)).filter((term) => !own.has(term));
        const found = weigh(whole, begun.map((term) => [term, startFactor]));
        return { ...found, begun: begins || begun.length === 0 ? "" : word };
      });
    }

    /** The records with the words of a phrase beside each other, in these very forms. @param {string[]} words */
    function findPhrase(words) {
      return keep(`phrase ${words.join(" ")}`, async () => {
        const found = await Promise.all(words.map(exactTerm));
        const phrase = /** @type {Term[]} */ (found.filter((term) => term !== undefined));
        const none = weigh([], []);
        if (phrase.length < words.length) return none;
        if (phrase.length === 1) return weigh([[phrase[0], 1]], []);
        const together = phrase.map((term) => postingsOf(term).records).sort((one, other) => one.length - other.length).reduce(common);
        if (together.length === 0) return none;
        await Promise.all(phrase.map(loadPlaces));
        const factors = phrase.map((term) => idf(postingsOf(term).records.length) / 63);
        const at = new Uint32Array(phrase.length);
        for (const record of together) {
          let score = 0;
          phrase.forEach(({ postings }, n) => {
            const { records, weights } = /** @type {Postings} */ (postings);
            while (records[at[n]] < record) at[n] += 1;
            score += factors[n] * weights[at[n]];
          });
          if (isTogether(phrase, at)) sums[record] = score;
        }
        const own = gather(1);
        return { ...own, whole: own.ids.length, instead: "", begun: "", terms: phrase };
      });
    }

    /** What two sorted lists have in common. @param {Uint32Array} one @param {Uint32Array} other */
    function common(one, other) {
      let place = 0;
      return one.filter((record) => {
        while (other[place] < record) place += 1;
        return other[place] === record;
      });
    }

    /** @param {Term} term */
    async function loadPlaces(term) {
      if (term.places) return;
      const { at } = head.positions;
      const file = firstWhere(at.length, (n) => at[n] > term.number) - 1;
      const payload = await need(`p-${String(file).padStart(3, "0")}`);
      const numbers = reader(payload.lists[term.number - at[file]]);
      term.places = readPlaces(numbers, numbers, postingsOf(term).records.length, true);
    }

    /** Whether terms stand one behind another in a record; `at` says where it is in the list of each.
     * @param {Term[]} phrase @param {Uint32Array} at */
    function isTogether(phrase, at) {
      const all = phrase.map((term) => /** @type {Places} */ (term.places));
      const stands = (/** @type {number} */ n, /** @type {number} */ place) => {
        const { starts, places } = all[n];
        for (let next = starts[at[n]]; next < starts[at[n] + 1]; next += 1) if (places[next] === place) return true;
        return false;
      };
      for (let next = all[0].starts[at[0]]; next < all[0].starts[at[0] + 1]; next += 1) {
        let n = 1;
        while (n < all.length && stands(n, all[0].places[next] + n)) n += 1;
        if (n === all.length) return true;
      }
      return false;
    }

    /** The records with words of nearly the same spelling: one letter other from four letters on, two from eight on.
     * @param {string} word @param {boolean} begins */
    function findNear(word, begins) {
      return keep(`near ${begins} ${word}`, async () => {
        const terms = await Promise.all((await nearWords(word, begins)).map(exactTerm));
        const found = /** @type {Term[]} */ (terms.filter((term) => term !== undefined));
        return { ...weigh([], found.map((term) => [term, nearFactor])), instead: found.length > 0 ? word : "" };
      });
    }

    /** @param {string} word @param {boolean} begins @returns {Promise<string[]>} */
    async function nearWords(word, begins) {
      const most = mostFar(word);
      const payload = most === 0 ? undefined : await attempt("spelling");
      if (!payload) return [];
      payload.list ??= payload.words.split(" ");
      payload.bits ??= Int32Array.from(payload.list, letters);
      const own = letters(word);
      /** @type {[number, string][]} */
      let found = [];
      payload.list.forEach((/** @type {string} */ other, /** @type {number} */ at) => {
        if (other.length < word.length - most || other === word) return;
        if (other.length > word.length + most && !begins) return;
        if (bitCount(own & ~payload.bits[at]) > most) return;
        const [whole, start] = distance(word, other);
        // The beginning of a word is less likely than all of one.
        const far = Math.min(whole, begins && word.length > 4 ? start + 0.5 : Infinity);
        if (far <= most) found.push([far + (other[0] === word[0] ? 0 : 0.25), other]);
      });
      found.sort(([one], [other]) => one - other);
      const best = Math.floor(found[0]?.[0] ?? 0);
      found = found.filter(([far]) => Math.floor(far) === best);
      return found.slice(0, 6).map(([, other]) => other);
    }

    /** How many letters may differ. @param {string} word */
    function mostFar(word) {
      return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    }

    /** @param {string} name */
    function labelOf(name) {
      return head.facets.find((facet) => facet.name === name)?.label ?? name;
    }

    /** @param {string} name @returns {Promise<Facet | undefined>} */
    async function facet(name) {
      if (name === "kind") return (ownKinds ??= kindFacet());
      const found = facets.get(name) ?? attempt(`f-${name}`).then((payload) => {
        if (!payload) return undefined;
        return { name, label: labelOf(name), values: payload.values, ...readPlaces(reader(payload.counts), reader(payload.places), size, false) };
      });
      facets.set(name, found);
      return /** @type {Promise<Facet | undefined>} */ (found);
    }

    /** The kinds of record as a facet. Records stand in the order of their kinds. @returns {Facet} */
    function kindFacet() {
      const starts = Uint32Array.from({ length: size + 1 }, (_, at) => at);
      const places = new Uint32Array(size);
      let start = 0;
      head.kinds.forEach(([, , count], at) => {
        places.fill(at, start, start + count);
        start += count;
      });
      const label = words(head.words, "kind");
      return { name: "kind", label, values: head.kinds.map(([code, text]) => [code, text, ""]), starts, places };
    }

    /** @returns {Promise<Years | undefined>} */
    async function years() {
      const found = facets.get("year") ?? attempt("f-year").then((payload) => payload && readYears(payload, size));
      facets.set("year", found);
      return /** @type {Promise<Years | undefined>} */ (found);
    }

    /** Which records a field of a query or a choice fits: 1 for those that do, 2 for those that only may. Nothing where
     * the file of the facet is missing. @param {string} name @param {string[]} wanted */
    async function fitting(name, wanted) {
      const fits = new Uint8Array(size);
      if (name === "year") {
        const found = await years();
        if (!found) return undefined;
        for (const range of wanted.map(readRange)) {
          for (let record = 0; range && record < size; record += 1) fits[record] ||= yearFits(found, record, range);
        }
        return fits;
      }
      const found = await facet(name);
      if (!found) return undefined;
      const isWanted = found.values.map(() => false);
      for (const value of wanted) wantedPlaces(found, value).forEach((place) => (isWanted[place] = true));
      for (let record = 0; record < size; record += 1) {
        for (let at = found.starts[record]; at < found.starts[record + 1]; at += 1) {
          if (isWanted[found.places[at]]) fits[record] = 1;
        }
      }
      return fits;
    }

    /** The names of each value, folded. @param {Facet} facet */
    function namesOf(facet) {
      facet.folded ??= facet.values.map(([code, label, , ...others]) => [code, label, ...others].map((name) => cut(name).join(" ")));
      return facet.folded;
    }

    /** The values that somebody means who writes `supplier:cerner`: the one of that code or name, otherwise all with a name
     * of which words begin like these. @param {Facet} facet @param {string} wanted */
    function wantedPlaces(facet, wanted) {
      const sought = cut(wanted);
      const all = namesOf(facet);
      const whole = all.findIndex((names) => names.includes(sought.join(" ")));
      if (whole >= 0 || sought.length === 0) return whole >= 0 ? [whole] : [];
      const has = (/** @type {string} */ name) => sought.every((word) => ` ${name}`.includes(` ${word}`));
      return all.flatMap((names, at) => (names.some(has) ? [at] : []));
    }

    /** The code of the value with the nearest name. @param {Facet} facet @param {string} wanted */
    function nearestValue(facet, wanted) {
      const sought = cut(wanted).join(" ");
      let [best, least] = ["", mostFar(sought) + 1];
      namesOf(facet).forEach((names, at) => {
        for (const name of names.flatMap((name) => [name, ...name.split(" ")])) {
          const far = Math.abs(name.length - sought.length) < least ? distance(sought, name)[0] : least;
          if (far < least) [best, least] = [facet.values[at][0], far];
        }
      });
      return best;
    }

    /** Choices by the codes of their values, however an address has them. @param {Chosen} chosen */
    async function withCodes(chosen) {
      const all = await Promise.all([...chosen].map(async ([name, wanted]) => {
        const own = name === "year" ? undefined : await facet(name);
        const codes = wanted.map((value) => {
          const places = own ? wantedPlaces(own, value) : [];
          return own && places.length === 1 ? own.values[places[0]][0] : value;
        });
        return /** @type {[string, string[]]} */ ([name, [...new Set(codes)]]);
      }));
      return new Map(all);
    }

    /** What the query is of somebody who has typed so far: its last word is a beginning, unless too many words begin
     * like it. Nothing where that leaves nothing yet. @param {string} text */
    function typed(text) {
      const last = parse(text, names).at(-1);
      if (!last?.isOpen) return text;
      const isUnfinished = last.kind === "field" ? last.name === "year" && !/(?:^|\D)\d{4}$|\.\.$/.test(last.value) : isWide(last.words[last.words.length - 1]);
      if (!isUnfinished) return last.kind === "field" ? text : `${text.trim()}*`;
      return text.replace(last.kind === "field" ? /\S+$/u : /[^\s":-]+$/u, "").trim() || undefined;
    }

    /** What a query finds, before anything is chosen. @param {string} text @returns {Promise<Found>} */
    async function find(text) {
      const written = parse(text, names);
      const parts = written.slice(0, mostParts);
      const allowed = new Uint8Array(size).fill(1);
      const asked = parts.filter(({ kind, not }) => kind !== "field" && !not);
      const excluded = parts.filter(({ kind, not }) => kind !== "field" && not);
      const [inside, outside] = await Promise.all([look(asked), look(excluded)]);
      for (const { ids } of outside.hits) ids.forEach((record) => (allowed[record] = 0));
      const lost = [...inside.lost, ...outside.lost];
      const { possible, unknown } = await narrow(allowed, parts.filter(({ kind }) => kind === "field"), lost);
      let { hits } = inside;
      let merged = merge(hits, allowed);
      // Where records have all of the words, it is something else that they do not fit.
      const nearest = hits.length > 0 && merged.ids.length === 0 && hits.map(({ ids }) => ids).reduce(common).length === 0;
      /** @type {string[]} */
      let apart = [];
      if (nearest) ({ hits, apart, ...merged } = await findNearest(asked, allowed));
      const better = bettersOf(hits, merged);
      if (better.size > 0 && !nearest) {
        hits = (await Promise.all(hits.map((found) => (found.instead === "" ? found : named(found.instead, better, lost))))).flatMap((found) => found ?? []);
        merged = merge(hits, allowed);
      }
      preferNames(merged);
      const forms = new Set(hits.flatMap(({ terms }) => terms.map(({ text }) => text)));
      const starts = asked.filter(({ begins }) => begins).map(({ words }) => words[0]);
      const begun = hits.flatMap(({ begun }) => begun || []);
      const isCut = written.length > mostParts || text.length > mostSigns;
      const wide = [...inside.wide, ...outside.wide];
      return { ...merged, parts, asked: hits.length > 0, nearest, possible, better, begun, apart, unknown, lost, wide, isCut, forms, starts };
    }

    /** What each part finds. Parts that cannot be looked for are `lost`: their files are missing, or they begin too many
     * words (those are `wide`). Of a phrase that is lost its words are looked for. @param {Part[]} parts */
    async function look(parts) {
      const wide = parts.filter(({ begins, words }) => begins && isWide(words[0])).map(({ text }) => text);
      const lost = [...wide];
      const found = await Promise.all(parts.map(async (part) => {
        if (wide.includes(part.text)) return [];
        const hits = await unlessLost(findPart(part));
        if (hits) return [hits];
        lost.push(part.text);
        const words = part.not || part.kind === "word" ? [] : part.words;
        return (await Promise.all(words.map((word) => unlessLost(findWord(word, false))))).flatMap((own) => own ?? []);
      }));
      return { hits: found.flat(), lost, wide };
    }

    /** What the word finds that stands for an unknown one, as if it had been written. @param {string} word
     * @param {Map<string, string>} better @param {string[]} lost */
    async function named(word, better, lost) {
      const found = await unlessLost(findWord(better.get(word) ?? word, false));
      if (!found) lost.push(word);
      return found && { ...found, instead: word };
    }

    /** Moves organisations and topics up among what fits about as well. @param {Scored} found */
    function preferNames({ ids, scores }) {
      let end = 0;
      for (const [kind, , count] of head.kinds) {
        const start = end;
        end += count;
        if (kind !== "organisation" && kind !== "topic") continue;
        for (let at = firstWhere(ids.length, (n) => ids[n] >= start); ids[at] < end; at += 1) scores[at] *= nameFactor;
      }
    }

    /** Whether words that begin like this are in too many files to look at all of them. @param {string} word */
    function isWide(word) {
      return shardsOf(word).length > mostShards;
    }

    /** @param {Part} part */
    async function findPart({ kind, not, words, begins }) {
      if (kind === "phrase") return findPhrase(words);
      const found = await findWord(words[0], begins);
      // What is left out is no other word than was written.
      if (not) return found.begun === "" ? found : weigh([], []);
      return found.ids.length > 0 ? found : findNear(words[0], begins);
    }

    /** Takes out what does not fit the fields of a query: several of a name are "or". Gives what is certain and what is
     * possible in the years that are asked for, and values that there are not. Fields whose file is missing are added to
     * `lost`. @param {Uint8Array} fits @param {Part[]} fields @param {string[]} lost */
    async function narrow(fits, fields, lost) {
      let possible;
      /** @type {Unknown[]} */
      const unknown = [];
      for (const name of new Set(fields.map((field) => field.name))) {
        for (const not of [false, true]) {
          const wanted = fields.filter((field) => field.name === name && field.not === not);
          if (wanted.length === 0) continue;
          const mask = await fitting(name, wanted.map(({ value }) => value));
          if (!mask) lost.push(...wanted.map(({ text }) => text));
          const own = mask && name !== "year" ? await facet(name) : undefined;
          for (const { text, value } of own ? wanted : []) {
            if (!own || wantedPlaces(own, value).length > 0) continue;
            const better = nearestValue(own, value);
            unknown.push({ text, label: own.label, value, better: better && `${not ? "-" : ""}${name}:${better}` });
          }
          mask?.forEach((fit, record) => fit > 0 === not && (fits[record] = 0));
          if (name === "year" && !not) possible = mask;
        }
      }
      return { possible, unknown };
    }

    /** The records that have all of the words, and may be found. @param {Hits[]} hits @param {Uint8Array} allowed
     * @returns {Scored} */
    function merge(hits, allowed) {
      const lists = hits.map(({ ids }) => ids).sort((one, other) => one.length - other.length);
      const all = lists.length > 0 ? lists.reduce(common) : Uint32Array.from(allowed, (_, record) => record);
      const ids = all.filter((record) => allowed[record] > 0);
      const scores = new Float32Array(ids.length);
      for (const { ids: own, scores: added } of hits) {
        for (let at = 0, place = 0; at < ids.length; at += 1) {
          while (own[place] < ids[at]) place += 1;
          scores[at] += added[place];
        }
      }
      return { ids, scores };
    }

    /** The records that have the most of the words: as they are, if any has all of them and only phrases are not met,
     * which are `apart` then; otherwise in one spelling or another. @param {Part[]} asked @param {Uint8Array} allowed */
    async function findNearest(asked, allowed) {
      const single = asked.flatMap(({ words, begins }) => words.map((word) => ({ word, begins })));
      const all = await Promise.all(single.map(({ word, begins }) => unlessLost(findWord(word, begins))));
      const own = all.flatMap((hits) => hits ?? []);
      const { most, ...merged } = mostOf(own, allowed);
      if (most === single.length) return { hits: own, ...merged, apart: await unmet(asked) };
      const hits = await Promise.all(single.map(async ({ word, begins }, at) => {
        const near = await unlessLost(findNear(word, begins));
        const own = all[at];
        if (!own || !near || near.ids.length === 0) return own ?? [];
        for (const { ids, scores } of [own, near]) ids.forEach((record, at) => (sums[record] = Math.max(sums[record], scores[at])));
        return { ...own, ...gather(1), instead: own.ids.length === 0 ? word : "", terms: [...own.terms, ...near.terms] };
      }));
      return { hits: hits.flat(), ...mostOf(hits.flat(), allowed), apart: [] };
    }

    /** The records that are in the most of the lists. @param {Hits[]} hits @param {Uint8Array} allowed */
    function mostOf(hits, allowed) {
      const counts = new Uint16Array(size);
      for (const { ids } of hits) ids.forEach((record) => (counts[record] += allowed[record]));
      const most = counts.reduce((one, other) => Math.max(one, other), 0);
      for (const { ids, scores } of hits) ids.forEach((record, at) => most > 0 && counts[record] === most && (sums[record] += scores[at]));
      return { most, ...gather(1) };
    }

    /** The phrases that stand nowhere; all of them, if each stands somewhere. @param {Part[]} asked */
    async function unmet(asked) {
      const phrases = asked.filter(({ kind }) => kind === "phrase");
      const found = await Promise.all(phrases.map(({ words }) => unlessLost(findPhrase(words))));
      const nowhere = phrases.filter((_, at) => found[at]?.ids.length === 0);
      return (nowhere.length > 0 ? nowhere : phrases).map(({ text }) => text);
    }

    /** Words for those that no record has: of several near ones the one that the best record has. @param {Hits[]} hits
     * @param {Scored} merged */
    function bettersOf(hits, { ids, scores }) {
      /** @type {Map<string, string>} */
      const better = new Map();
      const best = ids[scores.reduce((most, score, at) => (score > scores[most] ? at : most), 0)] ?? 0;
      for (const { instead, terms } of hits) {
        if (instead !== "") better.set(instead, (terms.find((term) => placeOf(term, best) >= 0) ?? terms[0]).text);
      }
      return better;
    }

    /** What is left of what was found when choices are made, the best first; and for each record that was found how many
     * choices it fails and which one. @param {Found} found @param {Chosen} chosen @returns {Promise<Filtered>} */
    async function filter(found, chosen) {
      const names = [...chosen.keys()];
      const masks = await Promise.all(names.map((name) => fitting(name, chosen.get(name) ?? [])));
      const { ids: all } = found;
      const fails = new Uint8Array(all.length);
      const failed = new Int8Array(all.length).fill(-1);
      masks.forEach((mask, which) => {
        for (let at = 0; mask && at < all.length; at += 1) {
          if (mask[all[at]] > 0) continue;
          fails[at] += 1;
          failed[at] = which;
        }
      });
      const [chosenYears, askedYears] = [masks[names.indexOf("year")], found.possible];
      const possible = chosenYears && askedYears ? chosenYears.map((fit, record) => Math.max(fit, askedYears[record])) : (chosenYears ?? askedYears);
      const lost = names.filter((_, at) => !masks[at]).map(labelOf);
      const ids = sort(found, fails);
      // Where nothing at all could be looked for, all records would be no answer.
      const isUnanswered = lost.length + found.lost.length > 0 && ids.length === size;
      return { ids: isUnanswered ? [] : ids, all, possible, fails, failed, names, lost, isUnanswered };
    }

    /** Those that fail nothing, by score, then by number. @param {Found} found @param {Uint8Array} fails */
    function sort({ ids, asked, scores }, fails) {
      const places = new Uint32Array(ids.length);
      let count = 0;
      for (let at = 0; at < ids.length; at += 1) if (fails[at] === 0) places[count++] = at;
      /** @type {Uint32Array} */
      let order = places.subarray(0, count);
      // The bits of positive numbers stand in the order of the numbers. To sort by eleven of them after eleven is much
      // faster than to compare, where much is found.
      const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
      for (const shift of asked ? [0, 11, 22] : []) order = sortByBits(order, bits, shift);
      return Array.from(order, (at) => ids[at]);
    }

    /** The same places, those first whose eleven bits from `shift` on are the largest, otherwise as they were.
     * @param {Uint32Array} order @param {Uint32Array} bits @param {number} shift */
    function sortByBits(order, bits, shift) {
      const starts = new Uint32Array(2049);
      for (const at of order) starts[2048 - ((bits[at] >>> shift) & 2047)] += 1;
      for (let at = 1; at < starts.length; at += 1) starts[at] += starts[at - 1];
      const sorted = new Uint32Array(order.length);
      for (const at of order) sorted[starts[2047 - ((bits[at] >>> shift) & 2047)]++] = at;
      return sorted;
    }

    /** How many of the found records have each value of a facet, whatever is chosen in this facet itself.
     * @param {Facet} facet @param {Filtered} filtered */
    function count({ name, values, starts, places }, { all, fails, failed, names }) {
      const counts = new Uint32Array(values.length);
      const own = names.indexOf(name);
      for (let at = 0; at < all.length; at += 1) {
        if (fails[at] > 1 || (fails[at] === 1 && failed[at] !== own)) continue;
        const record = all[at];
        for (let place = starts[record]; place < starts[record + 1]; place += 1) counts[places[place]] += 1;
      }
      return counts;
    }

    /** How many of the found records fall into each year, certainly and possibly. @param {Years} found
     * @param {Filtered} filtered */
    function countYears({ signs, from, to, first, last }, { all, fails, failed, names }) {
      const certain = new Uint32Array(last - first + 1);
      const possible = new Uint32Array(last - first + 1);
      const own = names.indexOf("year");
      for (let at = 0; at < all.length; at += 1) {
        const record = all[at];
        if (signs[record] === 0 || fails[at] > 1 || (fails[at] === 1 && failed[at] !== own)) continue;
        const isCertain = signs[record] === 3 || (signs[record] === 1 && from[record] === to[record]);
        for (let year = from[record]; year <= to[record]; year += 1) (isCertain ? certain : possible)[year - first] += 1;
      }
      return { certain, possible };
    }

    /** @param {number} number */
    function entryFile(number) {
      return `d-${String(Math.floor(number / head.perRecords)).padStart(3, "0")}`;
    }

    /** Whether what is shown of these records is here. @param {number[]} ids */
    function areHere(ids) {
      return ids.every((id) => here.has(entryFile(id)));
    }

    /** @param {number[]} ids @returns {Promise<(Entry | undefined)[]>} */
    async function entries(ids) {
      const ends = head.kinds.map(([, , count]) => count);
      for (let at = 1; at < ends.length; at += 1) ends[at] += ends[at - 1];
      return Promise.all(ids.map(async (number) => {
        const place = number % head.perRecords;
        const payload = await attempt(entryFile(number));
        if (!payload) return undefined;
        const [kind, kindLabel, , folder] = head.kinds[firstWhere(ends.length - 1, (at) => number < ends[at])];
        const [id, title, date, iso, status] = ["id", "title", "date", "iso", "status"].map(
          (column) => /** @type {string} */ (payload[column][place]),
        );
        const isDisputed = payload.disputed.includes(place);
        return { number, href: `${folder}${id}.html`, id, title, date, iso, status, isDisputed, kind, kindLabel };
      }));
    }

    /** Puts those of some entries first whose whole title was asked for. @param {Found} found
     * @param {(Entry | undefined)[]} entries */
    function wholeTitlesFirst(found, entries) {
      const marks = marker(found);
      const asked = found.parts.flatMap(({ kind, not, words }) => (kind === "field" || not ? [] : words));
      const isWhole = (/** @type {Entry | undefined} */ entry) => {
        const words = cut(entry?.title ?? "");
        return words.length > 0 && words.length >= asked.length && words.every((word) => marks(word) !== "");
      };
      return [...entries.filter(isWhole), ...entries.filter((entry) => !isWhole(entry))];
    }

    /** The text of a record without its title. @param {number} number @returns {Promise<string[] | undefined>} */
    async function text(number) {
      const payload = await attempt(textFile(number));
      return payload?.texts[number % head.perTexts].split("\n").slice(1);
    }

    /** What a bibliography says of a reference; nothing for records of other kinds. @param {number} number
     * @returns {Promise<Work | undefined>} */
    async function work(number) {
      const payload = await need(textFile(number));
      return payload.works[number % head.perTexts];
    }

    /** @param {number} number */
    function textFile(number) {
      return `x-${String(Math.floor(number / head.perTexts)).padStart(3, "0")}`;
    }

    /** Whether a folded word is one that was found. @param {Found} found @returns {(word: string) => string} */
    function marker({ forms, starts }) {
      return (word) => {
        if (forms.has(word)) return stemOf(word);
        return starts.find((start) => word.startsWith(start)) ?? "";
      };
    }

    return { head, labelOf, missing, retry, withCodes, typed, find, filter, facet, years, count, countYears, areHere, entries, wholeTitlesFirst, text, work, marker };
  }

  /** Whether a record is of a range of years: 1 certainly, 2 possibly, 0 not. @param {Years} years
   * @param {number} record @param {Span} range */
  function yearFits({ signs, from, to }, record, range) {
    if (signs[record] === 0 || from[record] > range.to || to[record] < range.from) return 0;
    if (signs[record] === 3) return 1;
    return signs[record] === 1 && from[record] >= range.from && to[record] <= range.to ? 1 : 2;
  }

  // ---- What pages share ----

  /** A text of the interface with values in place of `{name}`; with a number, in the plural form that the language has
   * for it. @param {Words} all @param {string} key @param {Record<string, string>} filled @param {string} form */
  function words(all, key, filled = {}, form = "other") {
    const found = Object.hasOwn(all, key) ? all[key] : key;
    const text = typeof found === "string" ? found : (found[form] ?? found.other ?? key);
    return text.replace(/\{(\w+)\}/g, (braces, name) => (Object.hasOwn(filled, name) ? filled[name] : braces));
  }

  /** An element with attributes and children; a text stays text. @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {Record<string, string | boolean>} attributes @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[T]} */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    setAll(element, attributes);
    element.append(...children);
    return element;
  }

  /** @param {Element} element @param {Record<string, string | boolean>} attributes */
  function setAll(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "string") element.setAttribute(name, value);
      else element.toggleAttribute(name, value);
    }
  }

  /** The version of a file of the index; those of numbered files stand one after another. @param {Head} head
   * @param {string} name */
  function versionOf({ versions }, name) {
    const numbered = /^([a-z])-(\d+)$/.exec(name);
    return numbered ? (versions[numbered[1]] ?? "").slice(8 * Number(numbered[2])).slice(0, 8) : (versions[name] ?? "");
  }

  /** The files of the index as they are asked for. @param {string} root */
  function openFiles(root) {
    /** @type {Map<string, { version: string, payload: any }>} */
    const arrived = new Map();
    /** @type {Map<string, Promise<any>>} */
    const asked = new Map();
    const state = { updated: false };

    /** What each file of the index calls. @param {string} name @param {string} version @param {any} payload */
    function receive(name, version, payload) {
      arrived.set(name, { version, payload });
    }

    /** @param {string} name @param {string} version @returns {Promise<any>} */
    function load(name, version) {
      const key = name + version;
      const found = asked.get(key) ?? ask(name, version).catch((error) => {
        asked.delete(key);
        throw error;
      });
      asked.set(key, found);
      return found;
    }

    /** @param {string} name @param {string} version */
    async function ask(name, version) {
      const script = make("script", { src: `${root}search/${name}.js${version ? `?v=${version}` : ""}` });
      await new Promise((resolve, reject) => {
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      }).finally(() => script.remove());
      const file = arrived.get(name);
      arrived.delete(name);
      if (!file) throw new Error(`${name} is not a part of a search index`);
      if (version && file.version !== version) {
        state.updated = true;
        throw new Error(`${name} is of another version`);
      }
      return file.payload;
    }

    /** The index itself, once `head` is here. */
    async function open() {
      const head = /** @type {Head} */ (await load("head", ""));
      if (opened?.head !== head) opened = openIndex(head, (name) => load(name, versionOf(head, name)));
      return opened;
    }

    /** @type {ReturnType<typeof openIndex> | undefined} */
    let opened;

    /** Fetches `head` anew, past all caches, and loads the page again. */
    async function reload() {
      if (location.protocol !== "file:") await fetch(`${root}search/head.js`, { cache: "reload" }).catch(() => undefined);
      location.reload();
    }

    /** Asks for `head` again when it is next needed. What has kept its version is not loaded again. */
    function renew() {
      asked.delete("head");
      state.updated = false;
    }

    return { root, state, receive, open, renew, reload };
  }

  /** How a site says things. @param {Head} head */
  function speech(head) {
    const numbers = new Intl.NumberFormat(head.language);
    const plurals = new Intl.PluralRules(head.language);
    const say = (/** @type {string} */ key, /** @type {Record<string, string>} */ filled = {}) => words(head.words, key, filled);
    const number = (/** @type {number} */ n) => numbers.format(n);
    const count = (/** @type {string} */ key, /** @type {number} */ n, /** @type {Record<string, string>} */ filled = {}) =>
      words(head.words, key, { n: number(n), ...filled }, plurals.select(n));
    return { say, number, count };
  }

  /** `/` goes to the search box, unless something is being written. @param {HTMLInputElement} input */
  function focusOnSlash(input) {
    input.setAttribute("aria-keyshortcuts", "/");
    document.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.isContentEditable || target.matches?.("input:not([type=checkbox]), textarea, select")) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  // ---- Suggestions of the search box ----

  // Milliseconds that somebody who types may pause before the next key is answered (keys that wait are answered
  // together), and before it is worth fetching files for what may change with the next key.
  const typingPause = 0;
  const filePause = 120;
  const mostSuggestions = 6;

  /** Titles below the box while somebody types: a combobox with a list (ARIA 1.2). @param {ReturnType<typeof openFiles>} files
   * @param {HTMLFormElement} form @param {HTMLInputElement} input */
  function startSuggestions(files, form, input) {
    const list = make("ul", { role: "listbox", id: `${input.id}-titles`, class: "suggestions", hidden: true });
    const told = make("p", { role: "status", class: "hidden" });
    form.append(list, told);
    setAll(input, { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" });
    let turn = 0;
    let active = -1;
    /** Whether titles are shown, or on their way. */
    let isWanted = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;

    input.addEventListener("focus", () => files.open().catch(() => undefined), { once: true });
    input.addEventListener("input", () => {
      clearTimeout(pause);
      isWanted = true;
      pause = setTimeout(answer, typingPause);
    });
    addEventListener("casefile-index", () => isWanted && answer(list.children[active]?.getAttribute("data-href")));
    input.addEventListener("keydown", onKey);
    input.addEventListener("blur", close);
    // The list is gone before a click, if the box loses the focus.
    list.addEventListener("mousedown", (event) => event.preventDefault());

    /** @param {string | null} [kept] Where the option that stays the active one leads. */
    function answer(kept) {
      turn += 1;
      const own = turn;
      suggest(own, kept).catch(() => own === turn && hide());
    }

    /** @param {number} own @param {string | null} [kept] */
    async function suggest(own, kept) {
      if (input.value.trim() === "") return close();
      const index = await files.open();
      list.setAttribute("aria-label", words(index.head.words, "suggestions"));
      const query = index.typed(input.value);
      if (query === undefined) return close();
      const found = await index.find(query);
      const { ids } = found.nearest ? { ids: [] } : await index.filter(found, new Map());
      const first = ids.slice(0, mostSuggestions);
      if (!index.areHere(first)) await new Promise((resolve) => setTimeout(resolve, filePause));
      if (own !== turn) return undefined;
      const entries = index.wholeTitlesFirst(found, await index.entries(first));
      if (own !== turn || document.activeElement !== input) return undefined;
      const options = entries.flatMap((entry, at) => (entry ? [optionOf(entry, at)] : []));
      list.replaceChildren(...options);
      told.textContent = options.length > 0 ? speech(index.head).count("suggested", options.length) : "";
      setOpen(options.length > 0);
      mark(options.findIndex((option) => option.getAttribute("data-href") === kept));
      return undefined;
    }

    /** @param {Entry} entry @param {number} at */
    function optionOf({ href, title, kindLabel, date }, at) {
      const option = make("li", { role: "option", id: `${list.id}-${at}`, "aria-selected": "false", "data-href": files.root + href }, make("span", {}, title), " ", make("span", { class: "muted" }, date ? `${kindLabel}, ${date}` : kindLabel));
      option.addEventListener("click", () => location.assign(files.root + href));
      return option;
    }

    function close() {
      isWanted = false;
      clearTimeout(pause);
      hide();
    }

    function hide() {
      turn += 1;
      setOpen(false);
      mark(-1);
    }

    /** @param {boolean} isOpen */
    function setOpen(isOpen) {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
    }

    /** Makes an option the active one, or none. @param {number} at */
    function mark(at) {
      active = at;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[at].id);
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
      if (list.hidden) return;
      const length = list.children.length;
      if (event.key === "ArrowDown") mark(active + 1 < length ? active + 1 : -1);
      else if (event.key === "ArrowUp") mark(active < 0 ? length - 1 : active - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].getAttribute("data-href") ?? "");
      else return;
      event.preventDefault();
    }
  }

  // ---- Start ----

  const script = typeof document === "undefined" ? null : /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const files = openFiles(script ? new URL("..", script.src).href : "");
  // A preview says so when the index has changed, and begins the page anew unless it is told that this is not needed.
  if (script) addEventListener("casefile-index", (event) => {
    event.preventDefault();
    files.renew();
  });
  const forms = /** @type {HTMLFormElement[]} */ (script ? [...document.querySelectorAll("form.search")] : []);
  const isSearchPage = script !== null && document.querySelector("[data-search=finder]") !== null;
  forms.forEach((form, at) => {
    const input = /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=q]"));
    if (input && at === 0) focusOnSlash(input);
    // The first box of the search page shows results instead.
    if (input && !(isSearchPage && at === 0)) startSuggestions(files, form, input);
  });

  const parts = { fold, cut, compare, stem, startsOfForms, distance, reader, readPostings, readPlaces, readYears, parse,
    readRange, openIndex, words, make, setAll, speech, typingPause, filePause };
  return Object.assign(files.receive, { files, parts });
})();
