// The right side: what is selected, and the exact words it rests on.

const thingLink = (thing) => h("button", { cls: "link", type: "button", onclick: () => select({ thing }) }, bdi(label(thing)));
const chip = (...kids) => h("span", { cls: "chip" }, ...kids);
const eyebrow = (...kids) => h("p", { cls: "eyebrow" }, ...kids);
const h4 = (text) => h("h4", {}, text);

function outLink(url, text) {
  return /^https?:\/\//i.test(url) ? h("a", { href: url, rel: "noopener noreferrer external", target: "_blank" }, bdi(text)) : h("span", {}, bdi(text));
}

function drawDetails() {
  const panel = $("panel-details");
  panel.scrollTop = 0;
  if (S.claim >= 0) fill(panel, claimDetails(S.claim));
  else if (S.pair) fill(panel, pairDetails(...S.pair));
  else if (S.thing >= 0) fill(panel, thingDetails(S.thing));
  else fill(panel, welcome());
}

/* ---------- a statement ---------- */
function claimDetails(i) {
  const status = D.statuses[C.status[i]], axes = C.axes[i].map((a) => (a >= 0 ? D.terms[a] : null));
  return [
    eyebrow(lineMark(C.status[i]), h("span", {}, h("strong", {}, status.label), status.comment ? " – " + status.comment : "")),
    h("h3", { cls: "triple", tabindex: -1, id: "selected" }, thingLink(C.subject[i]), " ", h("span", { cls: "relation", title: D.relations[C.relation[i]].comment }, (isNegated(i) ? "not: " : "") + relation(i)), " ", thingLink(C.object[i])),
    facts(i, axes),
    h4(C.evidence[i].length > 1 ? "The words it rests on" : "The sentence it rests on"),
    ...C.evidence[i].map((span) => evidence(i, span)),
    C.evidence[i].length ? markKey(i) : eyebrow("The graph names no text for this statement."),
    h("details", { cls: "rdf" }, h("summary", {}, "As RDF (Turtle)"), h("pre", { tabindex: 0 }, turtleOf(i))),
  ];
}

function facts(i, axes) {
  const rows = [];
  const row = (name, ...value) => rows.push(h("dt", {}, name), h("dd", {}, ...value));
  if (speakers(i).length) row("Says who", ...joinLinks(speakers(i)));
  for (const [, title, thing] of scene(i)) row(title, thingLink(thing));
  const when = whenText(i);
  if (when) row(isDated(i) ? "When" : "Reported", when.replace(/^reported /, ""), C.timeText[i] ? h("span", { cls: "muted" }, " “", bdi(clip(C.timeText[i], 80)), "”") : null);
  row("Put as", axes.filter(Boolean).map((term, k) => [k ? " · " : "", h("span", { title: term.comment }, term.label)]));
  if (C.confidence[i] >= 0) {
    const meter = h("span", { cls: "meter", "aria-hidden": "true" }, h("i"));
    meter.firstChild.style.width = Math.round(C.confidence[i] * 100) + "%";
    row("Confidence", meter, Math.round(C.confidence[i] * 100) + " %");
  }
  if (C.rule[i]) row("Found by rule", h("code", {}, bdi(clip(C.rule[i], 120))));
  return h("dl", { cls: "facts" }, ...rows);
}
const joinLinks = (things) => things.flatMap((thing, k) => [k ? ", " : "", thingLink(thing)]);

function evidence(claim, span) {
  const article = P.article[span], [from, to] = [P.start[span], P.end[span]], words = quote(span);
  const context = hasText(article) && P.text[span] === 0 ? sentenceAround(article, from, to) : [from, to];
  return h("figure", { cls: "evidence" },
    h("blockquote", {}, context[0] < from ? h("span", { cls: "context" }, cut(article, context[0], from)) : null, markedEvidence(claim, words), context[1] > to ? h("span", { cls: "context" }, cut(article, to, context[1])) : null),
    h("figcaption", {}, outLink(A.url[article], clip(A.title[article], 160)), h("span", { cls: "source" }, articleLine(article) + ` · characters ${from}–${to}`),
      h("button", { cls: "link", type: "button", onclick: () => openArticle(article) }, "Read it in the article →")));
}
function articleLine(article) {
  const parts = [clip(A.publisher[article], 60), A.issued[article] ? dayText(A.issued[article]) : "no date"];
  return parts.filter(Boolean).join(" · ");
}

function markKey(i) {
  return h("p", { cls: "markkey" }, "Marked: ", h("mark", { cls: "m-rel" }, "the relation"), C.cue[i] ? [" ", h("mark", { cls: "m-cue" }, "signal words")] : null, " ", h("mark", { cls: "m-name" }, "names"));
}

/* ---------- a thing ---------- */
function thingDetails(i) {
  const kind = D.kinds[T.kind[i]], claims = [...atThing(i)].filter((c) => live[c]), hidden = T.degree[i] - claims.length;
  const out = claims.filter((c) => C.subject[c] === i), of = claims.filter((c) => C.subject[c] !== i), said = saidBy(i).filter((c) => live[c]), here = happenAt(i).filter((c) => live[c]);
  const when = T.when[i], folded = V.folded.get(i);
  return [
    eyebrow(iconMark(T.kind[i]), h("span", { title: kind.comment }, kind.label)),
    h("h3", { tabindex: -1, id: "selected" }, bdi(label(i))),
    aliases(i).length ? h("p", { cls: "muted" }, "Also ", aliases(i).slice(0, 12).flatMap((name, k) => [k ? ", " : "", "“", bdi(clip(name, 120)), "”"])) : null,
    when ? h("p", { cls: "muted" }, [when[0] && dayText(when[0]), when[1] && when[1] !== when[0] && dayText(when[1])].filter(Boolean).join(" – "), when[2] ? [" “", bdi(clip(when[2], 80)), "”"] : null) : null,
    T.about[i] ? h("p", { cls: "muted" }, "About ", ...joinLinks(T.about[i].slice(0, 12))) : null,
    folded || S.opened.includes(i) ? foldButtons(i, folded) : null,
    D.live ? liveLinks(i) : null,
    claimList(`Is or does (${out.length.toLocaleString("en")})`, out, i),
    claimList(`Said of it (${of.length.toLocaleString("en")})`, of, i),
    claimList(`Says this (${said.length.toLocaleString("en")})`, said, -1),
    claimList(`Said or holds here (${here.length.toLocaleString("en")})`, here, -1),
    hidden > 0 ? h("p", { cls: "muted" }, `${plural(hidden, "statement")} hidden by the filters.`) : null,
    h4("Identifier"),
    h("p", { cls: "iri" }, clip(iri(T.iri[i]), 400)),
    ...(T.links[i] || []).slice(0, 20).map(([predicate, target]) => h("p", { cls: "iri" }, predicate.endsWith("sameAs") ? "same as " : "matches ", outLink(target, clip(target, 200)))),
  ];
}

function liveLinks(i) {
  const me = iri(T.iri[i]), around = D.live.around, more = [...around.filter((each) => each !== me), me].map((each) => ["thing", each]);
  const isAlone = around.length === 1 && around[0] === me;
  return h("p", { cls: "live" }, isAlone ? null : h("a", { href: liveAddress([["thing", me]]) }, "All the store says of it"),
    around.length && !around.includes(me) ? [" · ", h("a", { href: liveAddress(more) }, "Add its neighbours to this picture")] : null);
}

function foldButtons(i, folded) {
  if (V.alone) return null;
  const next = Math.min(OPEN_STEP, children(i).filter((child) => isAllowed(child) && !V.has.has(child)).length);
  return h("p", { cls: "folds" },
    next ? h("button", { type: "button", cls: "button", onclick: () => openFold(i) }, `Open ${next} of ${plural(folded, "folded thing")}`) : null,
    S.opened.includes(i) ? h("button", { type: "button", cls: "button", onclick: () => closeFold(i) }, "Fold again") : null);
}

const LIST_STEP = 40;
function claimList(title, claims, me, shown = LIST_STEP) {
  if (!claims.length) return null;
  const box = h("section", { cls: "claims" }, h4(title));
  const more = (from, to) => {
    for (const claim of claims.slice(from, to)) box.append(claimRow(claim, me));
    if (to < claims.length) {
      const button = h("button", { type: "button", cls: "link more", onclick: () => { button.remove(); more(to, to + LIST_STEP * 5); } }, `${plural(claims.length - to, "more statement")}…`);
      box.append(button);
    }
  };
  more(0, shown);
  return box;
}

function claimRow(i, me, quoted = true) {
  const name = h("i", {}, (isNegated(i) ? "not: " : "") + relation(i));
  const text = me === C.subject[i] ? [name, " ", bdi(clip(label(C.object[i]), 200))] : me === C.object[i] ? [bdi(clip(label(C.subject[i]), 200)), " ", name] : [bdi(clip(label(C.subject[i]), 120)), " ", name, " ", bdi(clip(label(C.object[i]), 120))];
  const words = quoted ? firstQuote(i) : "";
  return h("button", { cls: "row" + (i === S.claim ? " on" : ""), type: "button", onclick: () => { S.tab = "details"; select({ claim: i }); } },
    h("span", { cls: "head" }, lineMark(C.status[i]), h("span", { cls: "vh" }, D.statuses[C.status[i]].label + ": "), h("span", {}, text)), words ? h("span", { cls: "words" }, "“", bdi(clip(words, 140)), "”") : null);
}

/* ---------- two things, nothing ---------- */
function pairDetails(a, b) {
  const between = [...atThing(a)].filter((c) => live[c] && (C.subject[c] === b || C.object[c] === b));
  return [eyebrow("Between"), h("h3", { tabindex: -1, id: "selected" }, thingLink(a), h("span", { cls: "relation" }, " and "), thingLink(b)), claimList(plural(between.length, "statement"), between, -1)];
}

/** On a page of a service: what was found, or the latest articles, to go on from. */
function liveStart() {
  if (!D.live) return [];
  const { query, hits, articles } = D.live, row = (name, value, text, side) => h("a", { cls: "row", href: liveAddress([[name, value]]) }, h("span", { cls: "head" }, h("span", {}, bdi(clip(text, 160)))), side ? h("span", { cls: "words" }, side) : null);
  return [
    query ? [h("h3", {}, hits.length ? "Found for “" : "Nothing in the store is called “", bdi(clip(query, 80)), "”"), ...hits.map(([found, name, n]) => row("thing", found, name, plural(n, "statement")))] : null,
    articles.length ? [h4("Latest articles"), ...articles.map(([found, title]) => row("article", found, title))] : null,
    !query && !articles.length ? h("p", {}, "The store holds no article yet.") : null,
    h("p", { cls: "muted" }, "Search above (", h("kbd", {}, "/"), ") for a person, place, body or topic: the last line of the results looks through the whole store."),
  ];
}

function welcome() {
  const top = V.shown.slice().sort((a, b) => T.degree[b] - T.degree[a] || a - b).slice(0, 6);
  return [
    ...liveStart(),
    h("h3", {}, "What the articles say"),
    h("p", {}, "Each disc is a person, place, body, plan or topic. Each line is a statement of an article. Select one to read the sentence it rests on."),
    h("p", { cls: "muted" }, "The line tells how far to trust it: see “Kinds of statement”. Only a plain solid line is stated as fact."),
    top.length ? h4("Most connected") : null,
    ...top.map((i) => h("button", { cls: "row", type: "button", onclick: () => select({ thing: i }) }, h("span", { cls: "head" }, iconMark(T.kind[i], 16), h("span", {}, bdi(clip(label(i), 120)))), h("span", { cls: "words" }, plural(T.degree[i], "statement")))),
    h4("Keys"),
    h("ul", { cls: "keys" }, [["/", "search"], ["V", "graph or table"], ["F", "fit"], ["T", "light or dark"], ["+ −", "zoom"], ["arrows", "move the picture, when it has the focus"], ["Esc", "clear the selection"]].map(([key, what]) => h("li", {}, h("kbd", {}, key), " ", what))),
  ];
}
