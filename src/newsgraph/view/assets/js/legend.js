// The left side: a legend whose entries are filters, the time slider, confidence, detail.

function countBy(column, n, test = () => true) {
  const counts = new Array(n).fill(0);
  column.forEach((value, i) => { if (test(i)) counts[value]++; });
  return counts;
}
const KIND_COUNTS = countBy(T.kind, D.kinds.length);
const STATUS_COUNTS = countBy(C.status, D.statuses.length);
const N_ABOUT = T.about.reduce((sum, list) => sum + (list ? list.length : 0), 0);

function entry(mark, text, count, comment, on, flip, only) {
  return h("li", {},
    h("button", { cls: "entry", type: "button", "aria-pressed": String(on), title: comment, onclick: flip }, mark, h("span", { cls: "name" }, bdi(clip(text, 60))), h("span", { cls: "count" }, count.toLocaleString("en"))),
    only ? h("button", { cls: "only", type: "button", "aria-label": "Only " + text, title: "Show only this", onclick: only }, "only") : null);
}

function entries(list, hidden, rows, counts, mark) {
  const present = rows.map((_, i) => i).filter((i) => counts[i] > 0);
  fill(list, ...present.map((i) => entry(mark(i), rows[i].label, counts[i], rows[i].comment, !hidden.has(i),
    () => { if (hidden.has(i)) hidden.delete(i); else hidden.add(i); changedFilter(); },
    present.length > 1 ? () => { const alone = !hidden.has(i) && hidden.size === present.length - 1; hidden.clear(); if (!alone) present.forEach((j) => j !== i && hidden.add(j)); changedFilter(); } : null)));
}

/** Remember which control has the focus while the list around it is built anew. */
function keepFocus(list, build) {
  const buttons = () => [...list.querySelectorAll("button")], index = buttons().indexOf(document.activeElement);
  build();
  if (index >= 0) buttons()[index]?.focus();
}

function drawLegend() {
  keepFocus($("kinds"), () => entries($("kinds"), S.hideKinds, D.kinds, KIND_COUNTS, (i) => iconMark(i)));
  keepFocus($("statuses"), () => {
    entries($("statuses"), S.hideStatuses, D.statuses, STATUS_COUNTS, lineMark);
    for (const [tie, mark, name, count, comment] of TIE_ENTRIES) if (count) $("statuses").append(entry(tieMark(...mark), name, count, comment, S[tie], () => { S[tie] = !S[tie]; update(); }, null));
  });
  drawTime();
  $("confidence").value = S.confidence;
  $("confidence-text").textContent = S.confidence ? `at least ${S.confidence} %` : "any";
  $("confidence").setAttribute("aria-valuetext", $("confidence-text").textContent);
  $("detail-box").hidden = FROM_LAYOUT.length < 2;
  $("detail").max = FROM_LAYOUT.length - 1;
  $("detail").value = S.level;
  const n = FROM_LAYOUT[S.level].length;
  $("detail-text").textContent = n >= N ? "everything" : `top ${n.toLocaleString("en")}`;
  $("detail").setAttribute("aria-valuetext", $("detail-text").textContent);
  $("reset").disabled = !filtered && !S.opened.length && S.level === usualLevel() && TIES.every((tie) => S[tie]);
}

/** The thin lines: name of the switch, dash and whether a ring ends it, what it is called, how many, what it means. */
const N_TIES = (() => {
  const counts = [0, 0];
  for (let i = 0; i < M; i++) for (const [, says] of ties(i)) counts[says ? 1 : 0]++;
  return counts;
})();
const TIE_ENTRIES = [
  ["said", ["1 4", true], "Says it", N_TIES[1], "Leads from who says something to the middle of the line of what is said"],
  ["scene", ["5 4", true], "Place or occasion", N_TIES[0], "Leads from a place or event to the middle of the line of what holds or is said there"],
  ["about", ["1.5 4", false], "Is about", N_ABOUT, "A measure, event or document is about this thing; no statement of the article"],
];
const tieMark = (dash, ring) => s("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true", class: "mark" },
  s("line", { x1: 1, x2: 33, y1: 8, y2: 8, stroke: colors().muted, "stroke-width": 1.4, "stroke-dasharray": dash }), ...(ring ? [s("circle", { cx: 29, cy: 8, r: 3.6, fill: colors().paper, stroke: colors().muted, "stroke-width": 1.4 })] : []));

let bars = null;
function drawTime() {
  $("time-box").hidden = N_BINS < 2;
  if (N_BINS < 2) return;
  const [first, last] = chosenBins();
  if (!bars) {
    const most = Math.max(1, ...BIN_COUNTS);
    bars = BIN_COUNTS.map((count) => { const bar = h("i"); bar.style.height = Math.round((34 * count) / most) + (count ? 2 : 0) + "px"; return bar; });
    fill($("bars"), bars);
  }
  bars.forEach((bar, i) => bar.classList.toggle("on", i >= first && i <= last));
  for (const [id, value] of [["from", first], ["to", last]]) {
    $(id).max = N_BINS - 1;
    $(id).value = value;
    $(id).setAttribute("aria-valuetext", id === "from" ? binStart(value) : binEnd(value));
  }
  const [from, to] = [binStart(first), binEnd(last)];
  $("time-text").textContent = from === to ? from : `${from} – ${to}`;
}

function movedTime(event) {
  let first = Number($("from").value), last = Number($("to").value);
  if (first > last) { if (event.target.id === "from") last = first; else first = last; }
  S.from = first > 0 ? isoDay(BINS.edges[first]) : null;
  S.to = last < N_BINS - 1 ? isoDay(BINS.edges[last + 1] - 1) : null;
  changedFilter();
}

function wireLegend() {
  $("from").addEventListener("input", movedTime);
  $("to").addEventListener("input", movedTime);
  $("confidence").addEventListener("input", () => { S.confidence = Number($("confidence").value); changedFilter(); });
  $("detail").addEventListener("input", () => { S.level = Number($("detail").value); update({ fit: true }); });
  $("reset").addEventListener("click", reset);
  $("reset-empty").addEventListener("click", reset);
}

function reset() {
  const { view, tab, thing, claim, pair, article } = S;
  S = { ...fresh(), view, tab, thing, claim, pair, article };
  update({ fit: true });
  say("All filters are reset");
}
