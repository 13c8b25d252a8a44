// Find and mark words in a piece of text.

const LONGEST_NAME = 200;
const escapeRegExp = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Where any of these names stands as whole words, in any case: [[from, to]], longest names first where two begin together. */
function findNames(text, names) {
  const usable = [...new Set(names)].filter((name) => name.trim() && name.length <= LONGEST_NAME).sort((a, b) => b.length - a.length);
  if (!usable.length) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${usable.map(escapeRegExp).join("|").replace(/\s+/g, "\\s+")})(?![\\p{L}\\p{N}])`, "giu");
  return [...text.matchAll(pattern)].map((found) => [found.index, found.index + found[0].length]);
}

/** Where words that were joined by spaces stand in the text: together if they do, else one after the other. */
function findWords(text, joined) {
  const together = findNames(text, [joined]);
  if (together.length) return together.slice(0, 1);
  const found = [];
  let from = 0;
  for (const word of joined.split(/\s+/).filter(Boolean).slice(0, 40)) {
    const next = findNames(text.slice(from), [word])[0];
    if (!next) continue;
    found.push([from + next[0], from + next[1]]);
    from += next[1];
  }
  return found;
}

const namesOf = (thing) => [label(thing), ...aliases(thing)];

/** Pieces of `text`, each with the classes of the marks that cover it: [[piece, "rel cue"], …]. */
function markedPieces(text, marks) {
  const cuts = new Set([0, text.length]);
  for (const [, ranges] of marks) for (const [from, to] of ranges) { cuts.add(from); cuts.add(to); }
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const cls = marks.filter(([, ranges]) => ranges.some(([from, to]) => from <= sorted[i] && to >= sorted[i + 1])).map(([name]) => name);
    pieces.push([text.slice(sorted[i], sorted[i + 1]), cls.join(" ")]);
  }
  return pieces;
}

/** The words of a piece of evidence, marked: relation, signal words, names. */
function markedEvidence(claim, text) {
  const people = [C.subject[claim], C.object[claim], ...speakers(claim)];
  const marks = [["m-rel", findWords(text, C.words[claim])], ["m-cue", C.cue[claim] ? findWords(text, C.cue[claim]) : []], ["m-name", findNames(text, people.flatMap(namesOf))]];
  return markedPieces(text, marks).map(([piece, cls]) => (cls ? h("mark", { cls }, piece) : piece));
}

/** Where the sentence around a span begins and ends in the article, as far as stops and paragraphs tell; in code points. */
function sentenceAround(article, from, to) {
  const reach = 600, before = cut(article, Math.max(0, from - reach), from), after = cut(article, to, to + reach);
  const size = (text) => (/[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length);
  const lastStop = [...before.matchAll(/\n\s*|[.!?…]["'”’»)\]]*\s+(?=["'“‘«([]*\p{Lu}|$)/gu)].pop();
  const head = lastStop ? before.slice(lastStop.index + lastStop[0].length) : before.length < reach ? before.trimStart() : "";
  const ended = /[.!?…]["'”’»)\]]*\s*$/u.test(cut(article, Math.max(from, to - 4), to));
  const stop = ended ? null : /[.!?…]["'”’»)\]]*(?=\s|$)|\n/u.exec(after);
  const isHeader = /^\s*(?:date:?\s*)?\d{4}-\d\d-\d\d\s*$/i.test(head);
  const tail = stop ? after.slice(0, stop.index + (stop[0] === "\n" ? 0 : stop[0].length)) : "";
  return [from - (isHeader ? 0 : size(head)), to + size(tail)];
}
