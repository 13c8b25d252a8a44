// Unpack the columns, and answer simple questions about them.

const D = JSON.parse($("data").textContent);
const T = D.things, C = D.statements, P = D.spans, A = D.articles;
const N = T.iri.length, M = C.iri.length;
/** Positions for each number of things with a layout of its own, fewest first; a wide page opens with number D.start. */
const FROM_LAYOUT = D.levels.map((level) => level.x.map((x, i) => [x, level.y[i]]));
FROM_LAYOUT.splice(D.start, 0, D.vis.nodes.map((node) => [node.x, node.y]));

const iri = (short) => (short.startsWith("~") ? D.base + short.slice(1) : short);
const label = (thing) => T.label[thing];
const lines = (thing) => (T.lines[thing] || T.label[thing]).split("\n");
const aliases = (thing) => T.aliases[thing] || [];
const speakers = (claim) => C.speakers[claim] || [];
/** Event it was said at, place and event of what is said: [[property, title, thing]]. */
const scene = (claim) => (C.scene[claim] || []).map((thing, n) => [["ng:saidAt", "ng:place", "ng:event"][n], ["Said at", "Where", "At"][n], thing]).filter((each) => each[2] >= 0);
const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;
const clip = (text, n) => (text.length > n ? text.slice(0, n - 1).replace(/[\ud800-\udbff]$/, "") + "…" : text);

/** The name of a relation in a sentence; for the most general one the article's own words say more. */
function relation(claim) {
  const term = D.relations[C.relation[claim]];
  return term.iri === "~ontology#relatedTo" && C.words[claim] ? clip(C.words[claim], 60) : term.label;
}
const isNegated = (claim) => C.axes[claim][1] >= 0 && D.terms[C.axes[claim][1]].iri === "~ontology#Negative";
const sentence = (claim) => `${label(C.subject[claim])} ${isNegated(claim) ? "not: " : ""}${relation(claim)} ${label(C.object[claim])}`;

/** Statements at each thing, as slices of one array. */
const atThing = (() => {
  const start = new Int32Array(N + 1);
  for (let i = 0; i < M; i++) { start[C.subject[i] + 1]++; if (C.object[i] !== C.subject[i]) start[C.object[i] + 1]++; }
  for (let i = 0; i < N; i++) start[i + 1] += start[i];
  const next = start.slice(), list = new Int32Array(start[N]);
  for (let i = 0; i < M; i++) { list[next[C.subject[i]]++] = i; if (C.object[i] !== C.subject[i]) list[next[C.object[i]]++] = i; }
  return (thing) => list.subarray(start[thing], start[thing + 1]);
})();

/** What is joined to the line of a statement: [thing, whether it says it]; else the statement was said or holds there. Its own ends are left out. */
function ties(claim) {
  const found = new Map();
  for (const [, , thing] of scene(claim)) found.set(thing, false);
  for (const thing of speakers(claim)) found.set(thing, true);
  found.delete(C.subject[claim]);
  found.delete(C.object[claim]);
  return [...found];
}

/** Build an index from things to statements at its first use. */
function indexOf(thingsOf) {
  let index = null;
  return (thing) => {
    if (!index) {
      index = new Map();
      for (let i = 0; i < M; i++) for (const each of thingsOf(i)) { if (index.has(each)) index.get(each).push(i); else index.set(each, [i]); }
    }
    return index.get(thing) || [];
  };
}
/** Statements attributed to a thing. */
const saidBy = indexOf(speakers);
/** Statements said at a thing, or that hold there. */
const happenAt = indexOf((claim) => new Set(scene(claim).map((each) => each[2])));
/** Statements whose line a thing is joined to. */
const tiedTo = indexOf((claim) => ties(claim).map((tie) => tie[0]));

let childIndex = null;
/** Things folded directly under a thing, weightiest first. */
function children(thing) {
  if (!childIndex) {
    childIndex = new Map();
    for (let i = 0; i < N; i++) {
      if (T.parent[i] < 0) continue;
      if (!childIndex.has(T.parent[i])) childIndex.set(T.parent[i], []);
      childIndex.get(T.parent[i]).push(i);
    }
  }
  return childIndex.get(thing) || [];
}

/* ---------- text: offsets count code points, JavaScript counts UTF-16 units ---------- */
const points = new Map();
function characters(article) {
  if (!points.has(article)) {
    const text = A.text[article];
    points.set(article, /[\ud800-\udbff]/.test(text) ? Array.from(text) : text);
  }
  return points.get(article);
}
const hasText = (article) => A.text[article] !== 0;
function cut(article, from, to) {
  const part = characters(article).slice(from, to);
  return typeof part === "string" ? part : part.join("");
}
const quote = (span) => (P.text[span] !== 0 ? P.text[span] : cut(P.article[span], P.start[span], P.end[span]));
const firstQuote = (claim) => (C.evidence[claim].length ? quote(C.evidence[claim][0]) : "");
const firstArticle = (claim) => (C.evidence[claim].length ? P.article[C.evidence[claim][0]] : -1);

/* ---------- days, counted from 1970-01-01 ---------- */
function dayNumber(iso) {
  const parts = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(iso);
  if (!parts) return NaN;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(Number(parts[1]), parts[2] - 1, Number(parts[3]));
  return Math.floor(date.getTime() / 864e5);
}
function dayText(iso, options = { day: "numeric", month: "short", year: "numeric" }) {
  const day = dayNumber(iso);
  return Number.isNaN(day) ? iso : new Date(day * 864e5).toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
}
const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

/** First and last day of each statement: its own, else the day of its article; NaN where nothing is known. */
const DAYS = (() => {
  const first = new Float64Array(M), last = new Float64Array(M);
  const issued = A.issued.map(dayNumber);
  for (let i = 0; i < M; i++) {
    const from = dayNumber(C.from[i]), to = dayNumber(C.to[i]);
    if (Number.isNaN(from) && Number.isNaN(to)) first[i] = last[i] = Math.min(...C.evidence[i].map((e) => issued[P.article[e]]).filter((d) => !Number.isNaN(d)), Infinity);
    else { first[i] = Number.isNaN(from) ? -Infinity : from; last[i] = Number.isNaN(to) ? Infinity : to; }
    if (first[i] === Infinity) first[i] = last[i] = NaN;
  }
  return { first, last };
})();
const isDated = (claim) => Boolean(C.from[claim] || C.to[claim]);
function whenText(claim) {
  const [from, to] = [C.from[claim], C.to[claim]];
  if (from && to) return from === to ? dayText(from) : `${dayText(from)} – ${dayText(to)}`;
  if (from) return "from " + dayText(from);
  if (to) return "until " + dayText(to);
  const article = firstArticle(claim);
  return article >= 0 && A.issued[article] ? "reported " + dayText(A.issued[article]) : "";
}
