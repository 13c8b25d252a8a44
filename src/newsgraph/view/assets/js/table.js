// All statements that pass the filters, as a table: sortable, with the keyboard, for screen readers.

const ROWS = 100;
const NAMES = (thing) => fold(label(thing));
const COLUMNS = [
  { key: "subject", title: "Who or what", value: (i) => NAMES(C.subject[i]) },
  { key: "relation", title: "Relation", value: (i) => relation(i) },
  { key: "object", title: "Whom or what", value: (i) => NAMES(C.object[i]) },
  { key: "status", title: "Status", value: (i) => C.status[i] },
  { key: "who", title: "Says who", value: (i) => (speakers(i).length ? NAMES(speakers(i)[0]) : "") },
  { key: "when", title: "When", value: (i) => (Number.isNaN(DAYS.first[i]) ? Infinity : DAYS.first[i]) },
  { key: "confidence", title: "Confidence", value: (i) => C.confidence[i] },
  { key: "article", title: "Article", value: (i) => (firstArticle(i) >= 0 ? A.issued[firstArticle(i)] + A.title[firstArticle(i)] : "") },
].filter((column) => column.key !== "article" || A.iri.length > 1);

/** Statements of the table in its order. */
function tableRows() {
  const query = fold(S.query.trim()), rows = [];
  for (let i = 0; i < M; i++) if (live[i] && (!query || matches(i, query))) rows.push(i);
  const column = COLUMNS.find((each) => each.key === S.sort);
  if (!column) return rows;
  const values = new Map(rows.map((i) => [i, column.value(i)])), sign = S.descending ? -1 : 1;
  return rows.sort((a, b) => { const x = values.get(a), y = values.get(b); return (x < y ? -sign : x > y ? sign : 0) || a - b; });
}
const matches = (i, query) => fold(sentence(i)).includes(query) || fold(firstQuote(i)).includes(query) || [C.subject[i], C.object[i], ...speakers(i)].some((thing) => aliases(thing).some((name) => fold(name).includes(query)));

function drawTable() {
  const rows = tableRows(), pages = Math.max(1, Math.ceil(rows.length / ROWS));
  S.page = Math.min(S.page, pages - 1);
  const from = S.page * ROWS, shown = rows.slice(from, from + ROWS);
  $("table-note").textContent = `${plural(rows.length, "statement")}${rows.length < M ? " of " + M.toLocaleString("en") : ""}${pages > 1 ? `, ${from + 1} to ${from + shown.length}` : ""}`;
  $("table-query").hidden = !S.query;
  $("table-query").firstElementChild.textContent = clip(S.query, 40);
  keepFocus($("head"), () => fill($("head"), COLUMNS.map(headCell)));
  fill($("rows"), shown.map(tableRow));
  keepFocus($("pages"), () => fill($("pages"), pages > 1 ? [pageButton("← earlier rows", S.page - 1, S.page > 0), h("span", {}, `page ${S.page + 1} of ${pages}`), pageButton("further rows →", S.page + 1, S.page < pages - 1)] : null));
}

function headCell(column) {
  const on = S.sort === column.key;
  return h("th", { scope: "col", "aria-sort": on ? (S.descending ? "descending" : "ascending") : null },
    h("button", { type: "button", onclick: () => sortBy(column.key) }, column.title, h("span", { "aria-hidden": "true" }, on ? (S.descending ? " ▼" : " ▲") : "")));
}
function sortBy(key) {
  if (S.sort !== key) { S.sort = key; S.descending = false; } else if (!S.descending) S.descending = true; else { S.sort = ""; S.descending = false; }
  S.page = 0;
  update();
  say(S.sort ? `Sorted by ${COLUMNS.find((c) => c.key === S.sort).title}, ${S.descending ? "descending" : "ascending"}` : "In order of the text");
}
function pageButton(text, page, on) {
  return h("button", { type: "button", cls: "button", disabled: !on, onclick: () => { S.page = page; update(); $("table-scroll").scrollTop = 0; } }, text);
}

function tableRow(i) {
  const status = D.statuses[C.status[i]], article = firstArticle(i);
  const cell = (title, ...kids) => h("td", { "data-title": title }, ...kids);
  return h("tr", { cls: i === S.claim ? "on" : null, "aria-selected": i === S.claim ? "true" : null },
    cell(COLUMNS[0].title, tableThing(C.subject[i])),
    cell(COLUMNS[1].title, h("button", { cls: "link strong", type: "button", "aria-label": "Evidence: " + clip(sentence(i), 300), onclick: () => select({ claim: i }) }, (isNegated(i) ? "not: " : "") + relation(i))),
    cell(COLUMNS[2].title, tableThing(C.object[i])),
    cell(COLUMNS[3].title, h("span", { cls: "status" }, lineMark(C.status[i]), status.label)),
    cell(COLUMNS[4].title, speakers(i).map((thing, k) => [k ? ", " : "", tableThing(thing)])),
    cell(COLUMNS[5].title, whenText(i)),
    cell(COLUMNS[6].title, C.confidence[i] >= 0 ? Math.round(C.confidence[i] * 100) + " %" : ""),
    COLUMNS.length < 8 ? null : cell(COLUMNS[7].title, article >= 0 ? h("button", { cls: "link", type: "button", title: clip(A.title[article], 300), onclick: () => { select({ claim: i }); openArticle(article); } }, bdi(clip(A.title[article], 32))) : ""));
}
const tableThing = (thing) => h("button", { cls: "link", type: "button", title: label(thing).length > 90 ? clip(label(thing), 600) : null, onclick: () => select({ thing }) }, bdi(clip(label(thing), 90)));
