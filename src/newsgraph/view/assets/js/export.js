// Save what is shown, in forms that other programs read.

/** Statements shown now: drawn in the graph, or listed in the table. */
function shownClaims() {
  if (S.view === "table") return tableRows();
  const keys = V.lit ? V.lit.lines : null, found = [];
  for (const line of V.lines.values()) if (!keys || keys.has(line.key)) found.push(...line.claims);
  return found.sort((a, b) => a - b);
}
function shownThings(claims) {
  const found = new Set(S.view === "table" ? [] : V.lit ? [...V.lit.things].filter((i) => V.has.has(i)) : V.shown);
  for (const i of claims) for (const thing of [C.subject[i], C.object[i], ...speakers(i), ...scene(i).map((each) => each[2])]) found.add(thing);
  return [...found].sort((a, b) => a - b);
}

const axisLabel = (i, n) => (C.axes[i][n] >= 0 ? D.terms[C.axes[i][n]].label : "");
const fileName = (ending) => (D.title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60) || "news-graph") + ending;

/* ---------- CSV ---------- */
const XML_BAD = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const clean = (text) => String(text).replace(XML_BAD, "\ufffd");
/** A cell that no spreadsheet takes for a formula. */
function cell(value) {
  let text = clean(value);
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
function csvOf(claims) {
  const head = ["source", "target", "id", "source_label", "relation", "target_label", "status", "modality", "polarity", "voice", "speakers", "start", "end", "confidence", "rule", "article_title", "issued", "start_char", "end_char", "quote"];
  const rows = claims.map((i) => {
    const span = C.evidence[i][0], article = firstArticle(i);
    return [iri(T.iri[C.subject[i]]), iri(T.iri[C.object[i]]), iri(C.iri[i]), label(C.subject[i]), D.relations[C.relation[i]].label, label(C.object[i]), D.statuses[C.status[i]].label, axisLabel(i, 0), axisLabel(i, 1), axisLabel(i, 2),
      speakers(i).map(label).join(" | "), C.from[i], C.to[i], C.confidence[i], C.rule[i], article >= 0 ? A.title[article] : "", article >= 0 ? A.issued[article] : "", span === undefined ? "" : P.start[span], span === undefined ? "" : P.end[span], C.evidence[i].map(quote).join(" | ")];
  });
  return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/* ---------- Turtle ---------- */
const ref = (full) => "<" + full.replace(/[\0-\x20<>"{}|^`\\]/g, (c) => "%" + c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()) + ">";
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const text = (value) => '"' + String(value).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd").replace(/[\\"\n\r\t]|[\0-\x1f\x7f]/g, (c) => ESCAPES[c] || "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()) + '"';
const typed = (value, type) => `"${value}"^^xsd:${type}`;
const spanIri = (span) => (P.iri[span] !== 0 ? iri(P.iri[span]) : `${iri(A.iri[P.article[span]])}#char=${P.start[span]},${P.end[span]}`);
const block = (subject, pairs) => subject + " " + pairs.map(([p, o]) => `${p} ${o}`).join(" ;\n    ") + " .\n";
const ng = (row) => ref(iri(row.iri));

function turtleOf(i) {
  const axes = C.axes[i].map((a) => (a >= 0 ? D.terms[a] : null));
  const pairs = [["a", "ng:Statement"], ["rdf:subject", ref(iri(T.iri[C.subject[i]]))], ["rdf:predicate", ng(D.relations[C.relation[i]])], ["rdf:object", ref(iri(T.iri[C.object[i]]))]];
  ["ng:modality", "ng:polarity", "ng:voice"].forEach((name, n) => { if (axes[n]) pairs.push([name, ng(axes[n])]); });
  for (const thing of speakers(i)) pairs.push(["ng:attributedTo", ref(iri(T.iri[thing]))]);
  for (const [name, , thing] of scene(i)) pairs.push([name, ref(iri(T.iri[thing]))]);
  if (C.from[i]) pairs.push(["ng:startDate", typed(C.from[i], "date")]);
  if (C.to[i]) pairs.push(["ng:endDate", typed(C.to[i], "date")]);
  for (const [name, value] of [["ng:timeText", C.timeText[i]], ["ng:predicateText", C.words[i]], ["ng:cueText", C.cue[i]], ["ng:rule", C.rule[i]]]) if (value) pairs.push([name, text(value)]);
  if (C.confidence[i] >= 0) pairs.push(["ng:confidence", typed(C.confidence[i], "decimal")]);
  for (const span of C.evidence[i]) pairs.push(["ng:evidence", ref(spanIri(span))]);
  return block(ref(iri(C.iri[i])), pairs);
}

function turtleOfAll(claims, things) {
  const spans = [...new Set(claims.flatMap((i) => C.evidence[i]))].sort((a, b) => a - b), articles = [...new Set(spans.map((span) => P.article[span]))].sort((a, b) => a - b);
  const prefixes = ["dcterms", "ng", "owl", "rdf", "rdfs", "skos", "xsd"].map((name) => `@prefix ${name}: <${D.prefixes[name]}> .`).join("\n") + "\n";
  return [prefixes,
    ...articles.map((i) => block(ref(iri(A.iri[i])), [["a", "ng:Article"], ["dcterms:title", text(A.title[i])], ...(A.issued[i] ? [["dcterms:issued", typed(A.issued[i], "date")]] : [])])),
    ...things.map((i) => block(ref(iri(T.iri[i])), [["a", ng(D.kinds[T.kind[i]])], ["rdfs:label", text(label(i))], ...aliases(i).map((name) => ["skos:altLabel", text(name)]),
      ...(T.about[i] || []).map((other) => ["ng:about", ref(iri(T.iri[other]))]), ...(T.links[i] || []).map(([p, o]) => [p.endsWith("sameAs") ? "owl:sameAs" : "skos:exactMatch", ref(o)])])),
    ...spans.map((span) => block(ref(spanIri(span)), [["a", "ng:TextSpan"], ["ng:inArticle", ref(iri(A.iri[P.article[span]]))], ["ng:startOffset", P.start[span]], ["ng:endOffset", P.end[span]], ["ng:text", text(quote(span))]])),
    ...claims.map(turtleOf)].join("\n");
}

/* ---------- GraphML ---------- */
const xml = (value) => clean(value).replace(/[<>&"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
function graphmlOf(claims, things) {
  const keys = [["label", "node"], ["type", "node"], ["aliases", "node"], ["relation", "edge"], ["status", "edge"], ["modality", "edge"], ["polarity", "edge"], ["voice", "edge"], ["speakers", "edge"], ["start", "edge"], ["end", "edge"], ["confidence", "edge", "double"], ["rule", "edge"], ["quote", "edge"]];
  const field = (name, value) => `<data key="${name}">${xml(value)}</data>`;
  return '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    + keys.map(([name, target, type]) => `<key id="${name}" for="${target}" attr.name="${name}" attr.type="${type || "string"}"/>`).join("\n") + '\n<graph edgedefault="directed">\n'
    + things.map((i) => `<node id="${xml(iri(T.iri[i]))}">${field("label", label(i))}${field("type", D.kinds[T.kind[i]].label)}${field("aliases", aliases(i).join(" | "))}</node>\n`).join("")
    + claims.map((i) => `<edge id="${xml(iri(C.iri[i]))}" source="${xml(iri(T.iri[C.subject[i]]))}" target="${xml(iri(T.iri[C.object[i]]))}">`
      + field("relation", D.relations[C.relation[i]].label) + field("status", D.statuses[C.status[i]].label) + field("modality", axisLabel(i, 0)) + field("polarity", axisLabel(i, 1)) + field("voice", axisLabel(i, 2))
      + field("speakers", speakers(i).map(label).join(" | ")) + field("start", C.from[i]) + field("end", C.to[i]) + field("confidence", C.confidence[i]) + field("rule", C.rule[i]) + field("quote", C.evidence[i].map(quote).join(" | ")) + "</edge>\n").join("")
    + "</graph>\n</graphml>\n";
}

function exportAs(form) {
  const claims = shownClaims(), things = shownThings(claims);
  if (form === "csv") saveFile(fileName(".csv"), new Blob([csvOf(claims)], { type: "text/csv" }));
  if (form === "ttl") saveFile(fileName(".ttl"), new Blob([turtleOfAll(claims, things)], { type: "text/turtle" }));
  if (form === "graphml") saveFile(fileName(".graphml"), new Blob([graphmlOf(claims, things)], { type: "application/xml" }));
  if (form === "svg") saveFile(fileName(".svg"), new Blob([svgText()], { type: "image/svg+xml" }));
  if (form === "png") savePng();
  say(`Saved ${plural(claims.length, "statement")}`);
}
