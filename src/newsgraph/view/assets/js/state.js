// What the reader has chosen, and its form in the address: every state is a link.

/** How many things are drawn at first, as the number of a layout: on a telephone fewer, since its labels are as large. */
const isNarrow = () => matchMedia("(max-width: 600px)").matches;
const usualLevel = () => (isNarrow() ? 0 : D.start);
/** The layout with at least so many things; the address says how many, since layouts of another page have other numbers. */
const levelOf = (size) => { const found = FROM_LAYOUT.findIndex((spots) => spots.length >= size); return found < 0 ? FROM_LAYOUT.length - 1 : found; };
/** Thin lines that are no statements: each can be hidden. */
const TIES = ["about", "said", "scene"];
const fresh = () => ({
  view: "graph", tab: "details", thing: -1, claim: -1, pair: null, article: -1, hops: 1,
  hideKinds: new Set(), hideStatuses: new Set(), about: true, said: true, scene: true, from: null, to: null, confidence: 0,
  level: usualLevel(), opened: [], query: "", sort: "", descending: false, page: 0,
});
let S = fresh();
let theme = "";

const shortOf = (full) => (full.startsWith(D.base) ? "~" + full.slice(D.base.length) : full);
const lookups = new Map();
/** Number of the row whose IRI (short form, as in the data) is given, or -1. */
function numberOf(column, name) {
  if (!lookups.has(column)) lookups.set(column, new Map(column.map((each, index) => [each, index])));
  return lookups.get(column).get(shortOf(name)) ?? -1;
}

/** The address on the page's own server of a page around things, or of a search; only pages of a service have one. */
const liveAddress = (pairs) => D.live.path + "?" + new URLSearchParams(pairs) + (theme ? "#theme=" + theme : "");

const listOf = (set, rows) => [...set].sort((a, b) => a - b).map((index) => rows[index].iri).join(" ");

function toHash() {
  const q = new URLSearchParams(), put = (name, value, usual) => { if (value !== usual && value !== "" && value !== null) q.set(name, value); };
  put("view", S.view, "graph");
  put("tab", S.tab, "details");
  if (S.thing >= 0) q.set("thing", T.iri[S.thing]);
  if (S.claim >= 0) q.set("statement", C.iri[S.claim]);
  if (S.pair) q.set("between", S.pair.map((i) => T.iri[i]).join(" "));
  if (S.article >= 0 && S.tab === "article") q.set("article", A.iri[S.article]);
  if (S.thing >= 0) put("steps", S.hops, 1);
  put("hide", listOf(S.hideKinds, D.kinds), "");
  put("without", listOf(S.hideStatuses, D.statuses), "");
  for (const tie of TIES) put(tie, S[tie] ? 1 : 0, 1);
  put("from", S.from, null);
  put("to", S.to, null);
  put("confidence", S.confidence, 0);
  put("detail", FROM_LAYOUT[S.level].length, FROM_LAYOUT[usualLevel()].length);
  put("open", S.opened.map((i) => T.iri[i]).join(" "), "");
  put("q", S.query, "");
  put("sort", S.sort, "");
  put("down", S.descending ? 1 : 0, 0);
  put("page", S.page, 0);
  put("theme", theme, "");
  return q.toString().replace(/%7E/g, "~").replace(/%2F/g, "/").replace(/%3A/g, ":");
}

/** Take the state from the address; what makes no sense there is left at its usual value. */
function fromHash() {
  const q = new URLSearchParams(location.hash.slice(1)), names = (name) => (q.get(name) || "").split(" ").filter(Boolean);
  const whole = (name, low, high) => Math.min(high, Math.max(low, Math.trunc(Number(q.get(name))) || low));
  S = fresh();
  if (q.get("view") === "table") S.view = "table";
  if (q.get("tab") === "article") S.tab = "article";
  S.thing = numberOf(T.iri, q.get("thing") || "");
  S.claim = numberOf(C.iri, q.get("statement") || "");
  S.article = numberOf(A.iri, q.get("article") || "");
  const pair = names("between").map((name) => numberOf(T.iri, name));
  if (pair.length === 2 && !pair.includes(-1)) S.pair = pair;
  if (!location.hash && D.focus >= 0) S.thing = D.focus;
  if (["0", "1", "2"].includes(q.get("steps"))) S.hops = Number(q.get("steps"));
  for (const name of names("hide")) D.kinds.forEach((kind, i) => { if (kind.iri === shortOf(name)) S.hideKinds.add(i); });
  for (const name of names("without")) D.statuses.forEach((status, i) => { if (status.iri === shortOf(name)) S.hideStatuses.add(i); });
  for (const tie of TIES) S[tie] = q.get(tie) !== "0";
  for (const name of ["from", "to"]) if (!Number.isNaN(dayNumber(q.get(name) || ""))) S[name] = q.get(name);
  S.confidence = whole("confidence", 0, 100);
  if (q.has("detail")) S.level = levelOf(whole("detail", 1, N));
  S.opened = names("open").map((name) => numberOf(T.iri, name)).filter((i) => i >= 0).slice(0, 200);
  S.query = (q.get("q") || "").slice(0, 200);
  S.sort = COLUMNS.some((column) => column.key === q.get("sort")) ? q.get("sort") : "";
  S.descending = q.get("down") === "1";
  S.page = whole("page", 0, 1e6);
  if (["light", "dark"].includes(q.get("theme"))) theme = q.get("theme");
}

function writeHash() {
  const hash = toHash();
  // In a sandboxed frame the address cannot be written; the page works without.
  try { history.replaceState(null, "", hash ? "#" + hash : location.href.split("#")[0]); } catch { /* see above */ }
}

/* ---------- theme ---------- */
const LIGHT = { paper: "#faf9f6", ink: "#1b2130", muted: "#5b6475", faint: "#b9bec9", onColor: "#ffffff" };
const DARK = { paper: "#12151c", ink: "#e8ebf2", muted: "#9aa5b8", faint: "#3d4656", onColor: "#10131a" };
const dark = () => (document.documentElement.dataset.theme === "dark" ? 1 : 0);
const colors = () => (dark() ? DARK : LIGHT);
function applyTheme() {
  document.documentElement.dataset.theme = theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
