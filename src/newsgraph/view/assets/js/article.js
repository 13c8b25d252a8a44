// The article beside the graph: every piece of evidence is a link to its statement, and a selected statement is marked here.

const articleOrder = A.iri.map((_, i) => i).sort((a, b) => (A.issued[a] < A.issued[b] ? 1 : A.issued[a] > A.issued[b] ? -1 : a - b));

let evidenceIndex = null;
/** Pieces of evidence in an article: [[from, to, claim]], in text order. */
function evidenceIn(article) {
  if (!evidenceIndex) {
    evidenceIndex = A.iri.map(() => []);
    for (let i = 0; i < M; i++) for (const span of C.evidence[i]) evidenceIndex[P.article[span]].push([P.start[span], P.end[span], i, span]);
    for (const list of evidenceIndex) list.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  }
  return evidenceIndex[article];
}

function openArticle(article) {
  S.tab = "article";
  S.article = article;
  update();
  $("panel-article").focus();
}

/** The article to show: of the selected statement, else the chosen one, else the first that tells of the selected thing, else the newest. */
function currentArticle() {
  if (S.claim >= 0) {
    const own = C.evidence[S.claim].map((span) => P.article[span]);
    if (own.length) return own.includes(S.article) ? S.article : own[0];
  }
  const about = articlesInPlay();
  return about.includes(S.article) ? S.article : about[0] ?? -1;
}

function articlesInPlay() {
  if (S.thing < 0) return articleOrder;
  const own = new Set();
  for (const i of [...atThing(S.thing), ...saidBy(S.thing)]) for (const span of C.evidence[i]) own.add(P.article[span]);
  return own.size ? articleOrder.filter((i) => own.has(i)) : articleOrder;
}

function drawArticle() {
  const panel = $("panel-article"), article = currentArticle();
  if (article < 0) { fill(panel, h("p", { cls: "muted" }, "There is no article.")); return; }
  S.article = article;
  const inPlay = articlesInPlay(), place = inPlay.indexOf(article);
  const body = hasText(article) ? fullText(article) : excerpts(article);
  fill(panel,
    inPlay.length > 1 ? h("nav", { cls: "pager", "aria-label": "Articles" }, pagerButton("← newer", inPlay[place - 1]), h("span", {}, `${place + 1} of ${inPlay.length.toLocaleString("en")}` + (S.thing >= 0 ? " that tell of it" : "")), pagerButton("older →", inPlay[place + 1])) : null,
    h("h3", {}, outLink(A.url[article], clip(A.title[article], 300))), eyebrow(articleLine(article)),
    h("p", { cls: "muted" }, evidenceIn(article).some((e) => live[e[2]]) ? "Underlined words are evidence: select them to see the statement." : "No statement of this article passes the filters.", hasText(article) ? "" : " The graph was built without the full text; these are the passages it quotes."),
    S.claim >= 0 ? chosenHere(article) : null,
    h("div", { cls: "article" }, body));
  const target = panel.querySelector(".now") || panel.querySelector(".m-name");
  panel.scrollTop = target ? Math.max(0, target.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop - 90) : 0;
}
/** The selected statement, and how many others rest on the same words. */
function chosenHere(article) {
  const spans = C.evidence[S.claim], others = evidenceIn(article).filter((e) => live[e[2]] && e[2] !== S.claim && spans.includes(e[3])).length;
  return h("div", { cls: "chosen" }, claimRow(S.claim, -1, false), others ? h("p", { cls: "muted" }, `${plural(others, "other statement")} ${others === 1 ? "rests" : "rest"} on the same words: select them again for the next.`) : null);
}

function pagerButton(text, article) {
  return h("button", { type: "button", cls: "link", disabled: article === undefined, onclick: () => { S.article = article; S.claim = -1; update(); } }, text);
}

function fullText(article) {
  const text = characters(article), total = text.length, pieces = evidenceIn(article).filter((e) => live[e[2]]);
  const named = S.thing >= 0 ? mentionsIn(article) : [];
  const cuts = new Set([0, total]);
  for (const [from, to] of [...pieces, ...named]) { cuts.add(Math.min(from, total)); cuts.add(Math.min(to, total)); }
  const blocks = [];
  for (let i = 0; i < total; i++) if (text[i] === "\n") { cuts.add(i); cuts.add(i + 1); }
  const sorted = [...cuts].sort((a, b) => a - b);
  let block = [];
  for (let i = 0, first = 0, open = []; i + 1 < sorted.length; i++) {
    const from = sorted[i], to = sorted[i + 1];
    if (text[from] === "\n") {
      if (text[from + 1] !== "\n" && text[from - 1] !== "\n") { block.push("\n"); continue; }
      if (block.length) blocks.push(block);
      block = [];
      continue;
    }
    while (first < pieces.length && pieces[first][0] <= from) open.push(pieces[first++]);
    open = open.filter((e) => e[1] > from);
    block.push(piece(cut(article, from, to), open.map((e) => e[2]), named.some((m) => m[0] <= from && m[1] >= to)));
  }
  if (block.length) blocks.push(block);
  return blocks.map((parts) => h("p", { dir: "auto" }, parts));
}

/** A stretch of text between two boundaries: plain, or a link to the statement that rests on it. */
function piece(text, claims, isNamed) {
  if (!claims.length) return isNamed ? h("mark", { cls: "m-name" }, text) : text;
  const now = claims.includes(S.claim), claim = now ? claims[(claims.indexOf(S.claim) + 1) % claims.length] : claims[0];
  const link = h("a", { cls: "ev" + (now ? " now" : "") + (isNamed ? " m-name" : ""), href: "#", title: claims.map((i) => clip(sentence(i), 120)).slice(0, 8).join("\n"),
    onclick: (event) => { event.preventDefault(); select({ claim }, { tab: "article" }); document.querySelector("#panel-article .now")?.focus(); } }, text);
  link.style.textDecorationColor = D.statuses[C.status[claims[0]]].color[dark()];
  return link;
}

function mentionsIn(article) {
  const text = A.text[article], found = findNames(text, namesOf(S.thing));
  if (typeof characters(article) === "string") return found;
  const size = (end) => Array.from(text.slice(0, end)).length;
  return found.map(([from, to]) => [size(from), size(to)]);
}

/** Without the full text: the quoted passages in order, with gaps. */
function excerpts(article) {
  const spans = new Map();
  for (const [, , claim, span] of evidenceIn(article)) if (live[claim]) spans.set(span, [...(spans.get(span) || []), claim]);
  return [...spans].map(([span, claims]) => h("p", { dir: "auto" }, piece(quote(span), claims, false)));
}
