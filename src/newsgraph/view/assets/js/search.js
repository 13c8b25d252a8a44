// Search names, aliases, relations, quotes and articles; "/" goes there.

const MAX_HITS = 12;
let hits = [];
let chosenHit = 0;
let folded = null;

/** Folded texts, made at the first search. */
function searchTexts() {
  if (!folded) folded = { names: T.label.map(fold), others: T.aliases.map((list) => (list ? list.map(fold) : null)), claims: C.iri.map((_, i) => fold(relation(i) + " " + C.words[i] + " " + firstQuote(i))), titles: A.title.map(fold) };
  return folded;
}

function findHits(query) {
  const texts = searchTexts(), found = [];
  for (let i = 0; i < N; i++) {
    const inName = texts.names[i].indexOf(query), alias = inName < 0 && texts.others[i] ? texts.others[i].findIndex((name) => name.includes(query)) : -1;
    const exact = texts.names[i] === query || (texts.others[i] || []).includes(query);
    if (inName >= 0) found.push({ thing: i, rank: (exact ? 0 : inName === 0 ? 1e6 : 1e7) + i });
    else if (alias >= 0) found.push({ thing: i, alias: aliases(i)[alias], rank: (exact ? 0 : texts.others[i][alias].startsWith(query) ? 5e6 : 1.5e7) + i });
  }
  texts.titles.forEach((title, i) => { if (title.includes(query)) found.push({ article: i, rank: 3e7 + i }); });
  const claims = [];
  for (let i = 0; i < M; i++) if (texts.claims[i].includes(query)) claims.push({ claim: i, rank: 2e7 + i });
  found.sort((a, b) => a.rank - b.rank);
  const room = Math.max(MAX_HITS - Math.min(claims.length, 5), MAX_HITS - claims.length);
  return { list: [...found.slice(0, room), ...claims.slice(0, MAX_HITS - Math.min(found.length, room))], nClaims: claims.length };
}

function hitRow(hit, n) {
  const main = hit.live ? `Search the whole store for “${hit.query}”` : hit.all ? `All ${plural(hit.all, "statement")} with “${hit.query}”, as a table` : hit.thing !== undefined ? label(hit.thing) : hit.claim !== undefined ? sentence(hit.claim) : A.title[hit.article];
  const side = hit.thing !== undefined ? (hit.alias ? "“" + clip(hit.alias, 30) + "”" : D.kinds[T.kind[hit.thing]].label) : hit.claim !== undefined ? D.statuses[C.status[hit.claim]].label : hit.article !== undefined ? "Article" : "";
  const mark = hit.thing !== undefined ? iconMark(T.kind[hit.thing], 16) : hit.claim !== undefined ? lineMark(C.status[hit.claim]) : null;
  return h("li", { role: "option", id: "hit" + n, "aria-selected": String(n === chosenHit), onmousedown: (event) => { event.preventDefault(); takeHit(n); } },
    mark, h("span", { cls: "main" }, bdi(clip(main, 110))), side ? h("small", {}, bdi(side)) : null);
}

function search() {
  const raw = $("q").value.trim(), query = fold(raw), list = $("hits");
  hits = [];
  chosenHit = 0;
  if (query) {
    const { list: found, nClaims } = findHits(query);
    hits = found;
    if (nClaims) hits.push({ all: nClaims, query: clip(raw, 40) });
    if (D.live) hits.push({ live: liveAddress([["q", raw]]), query: clip(raw, 40) });
  }
  fill(list, hits.map(hitRow), query && !hits.length ? h("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, "Nothing found") : null);
  list.hidden = !query;
  $("q").setAttribute("aria-expanded", String(Boolean(query)));
  chooseHit(0);
  if (query) say(hits.length ? `${hits.length} results` : "Nothing found");
}

function chooseHit(n) {
  chosenHit = n;
  [...$("hits").children].forEach((row, i) => row.setAttribute("aria-selected", String(i === n)));
  if (hits.length) { $("q").setAttribute("aria-activedescendant", "hit" + n); $("hit" + n)?.scrollIntoView({ block: "nearest" }); } else $("q").removeAttribute("aria-activedescendant");
}

function takeHit(n) {
  const hit = hits[n], typed = $("q").value.trim();
  if (!hit) return;
  closeSearch();
  if (hit.live) location.assign(hit.live);
  else if (hit.all) { S.view = "table"; S.query = typed.slice(0, 200); S.page = 0; update(); $("table-scroll").focus(); }
  else if (hit.article !== undefined) { select({}); openArticle(hit.article); }
  else { select({ thing: hit.thing, claim: hit.claim }); focusSelected(); }
}
function closeSearch() {
  $("q").value = "";
  search();
  $("q").blur();
}
const focusSelected = () => $("selected")?.focus({ preventScroll: true });

function wireSearch() {
  const box = $("q");
  box.addEventListener("input", search);
  box.addEventListener("blur", () => { $("hits").hidden = true; box.setAttribute("aria-expanded", "false"); });
  box.addEventListener("focus", () => { if (box.value.trim()) search(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) chooseHit((chosenHit + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") { event.preventDefault(); takeHit(chosenHit); }
    else if (event.key === "Escape") { event.stopPropagation(); closeSearch(); $("net-frame").focus(); }
  });
}
