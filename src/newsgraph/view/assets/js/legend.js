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
    if (N_ABOUT) $("statuses").append(entry(aboutMark(), "Is about", N_ABOUT, "A measure, event or document is about this thing; no statement of the article", S.about, () => { S.about = !S.about; update(); }, null));
  });
  drawTime();
  $("confidence").value = S.confidence;
  $("confidence-text").textContent = S.confidence ? `at least ${S.confidence} %` : "any";
  $("detail-box").hidden = FROM_LAYOUT.length < 2;
  $("detail").max = FROM_LAYOUT.length - 1;
  $("detail").value = S.level;
  const n = FROM_LAYOUT[S.level].length;
  $("detail-text").textContent = n >= N ? "everything" : `top ${n.toLocaleString("en")}`;
  $("detail").setAttribute("aria-valuetext", $("detail-text").textContent);
  $("reset").disabled = !filtered && !S.opened.length && !S.level && S.about;
}

const aboutMark = () => s("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true", class: "mark" },
  s("line", { x1: 1, x2: 33, y1: 8, y2: 8, stroke: colors().muted, "stroke-width": 1.4, "stroke-dasharray": "1.5 4" }));

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
    $(id).setAttribute("aria-valuetext", binText(value));
  }
  $("time-text").textContent = first === last ? binText(first) : `${binText(first)} – ${binText(last)}`;
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
