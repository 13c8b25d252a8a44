// Put the parts together: what changes the state, what follows from it, keys.

/** Bring everything in line with the state. */
function update({ fit = false, animate = true } = {}) {
  refreshLive();
  refreshVisible();
  drawCount();
  drawFocusBar();
  drawLegend();
  redraw();
  drawMain();
  drawPanel();
  writeHash();
  if (fit && S.view === "graph") fitShown({ animate });
}

function drawCount() {
  const things = V.shown.length, claims = [...V.lines.values()].reduce((sum, line) => sum + line.claims.length, 0);
  const part = (n, all, one) => (n === all ? plural(all, one) : `${n.toLocaleString("en")} of ${plural(all, one)}`);
  $("count").textContent = `${part(things, N, "thing")} · ${part(S.view === "table" ? nLive : claims, M, "statement")} · ${plural(A.iri.length, "article")}`;
  $("empty").hidden = things > 0;
  $("empty").firstElementChild.textContent = N ? "Nothing passes these filters." : "There is nothing to draw.";
  $("reset-empty").hidden = !N;
  const under = [...V.folded.values()].reduce((sum, n) => sum + n, 0), note = [];
  if (V.alone) note.push(`Drawn alone; “Everything” puts it back among the ${N.toLocaleString("en")} things`);
  else if (under) note.push(`${plural(under, "thing")} folded under these ${things.toLocaleString("en")}: click a number to open`);
  if (V.lost && !V.alone) note.push(`${V.lost.toLocaleString("en")} not joined to them: search, or show more detail`);
  if (D.live && D.live.n_left_out) note.push(`the store holds ${plural(D.live.n_left_out, "more statement")} of what was asked for`);
  $("note").textContent = note.join(" · ");
  $("note").hidden = !note.length || S.view !== "graph";
}

function drawFocusBar() {
  const bar = $("focusbar");
  bar.hidden = S.view !== "graph" || (S.thing < 0 && S.claim < 0 && !S.pair);
  if (bar.hidden) return;
  fill($("focus-text"), S.thing >= 0 ? ["Around ", bdi(clip(label(S.thing), 60)), V.lit && V.lit.left ? ` (${(V.lit.things.size - 1).toLocaleString("en")} of ${(V.lit.things.size - 1 + V.lit.left).toLocaleString("en")})` : ""] : S.pair ? "Between two things" : "One statement");
  for (const button of bar.querySelectorAll("[data-steps]")) {
    button.hidden = S.thing < 0;
    button.setAttribute("aria-pressed", String(Number(button.dataset.steps) === S.hops));
  }
}

function drawMain() {
  for (const view of ["graph", "table"]) $("view-" + view).setAttribute("aria-pressed", String(S.view === view));
  $("stage").hidden = S.view !== "graph";
  $("table").hidden = S.view !== "table";
  if (S.view === "table") drawTable();
}

function drawPanel() {
  for (const tab of ["details", "article"]) {
    const on = S.tab === tab, button = $("tab-" + tab);
    button.setAttribute("aria-selected", String(on));
    button.tabIndex = on ? 0 : -1;
    $("panel-" + tab).hidden = !on;
  }
  if (S.tab === "details") drawDetails();
  else drawArticle();
}

/* ---------- changes ---------- */
/** Select a thing, a statement, two things, or nothing. */
function select({ thing = -1, claim = -1, pair = null }, { fit = true, tab = null } = {}) {
  const nothing = thing < 0 && claim < 0 && !pair;
  S.thing = thing;
  S.claim = claim;
  S.pair = pair;
  if (nothing) S.hops = 1;
  if (tab) S.tab = tab;
  else if (!nothing && S.tab === "article" && !(claim >= 0 && hasArticle(claim))) S.tab = "details";
  for (const each of selectedThings()) S.hideKinds.delete(T.kind[each]);
  if (claim >= 0) S.hideStatuses.delete(C.status[claim]);
  $("tip").hidden = true;
  update({ fit: fit || nothing });
  if (!nothing) showPanelOnPhone();
  say(nothing ? "Nothing is selected" : claim >= 0 ? `${D.statuses[C.status[claim]].label}: ${clip(sentence(claim), 300)}` : thing >= 0 ? clip(label(thing), 200) : "Two things");
}
const hasArticle = (claim) => C.evidence[claim].length > 0;

/** On a narrow page the panel lies below the graph: bring its top into view. */
function showPanelOnPhone() {
  if (!matchMedia("(max-width: 900px)").matches) return;
  const top = $("right").getBoundingClientRect().top, share = S.view === "table" ? 0 : 0.5;
  if (top > innerHeight * 0.75 || top < 0) scrollBy({ top: top - innerHeight * share, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function changedFilter() {
  S.page = 0;
  update();
  say(`${plural(nLive, "statement")} shown`);
}
function openFold(thing) {
  if (V.alone) { select({ thing }); return; }
  S.opened.push(thing);
  update();
  fitTo([thing, ...V.shown.filter((i) => V.placedBy.get(i) === thing)]);
  say(`Opened ${clip(label(thing), 100)}`);
}
function closeFold(thing) {
  S.opened = S.opened.filter((each) => each !== thing);
  update();
  say(`Folded ${clip(label(thing), 100)}`);
}
function setView(view) {
  S.view = view;
  update({ fit: view === "graph", animate: false });
  if (view === "table") $("table-scroll").focus();
}
function flipTheme() {
  theme = dark() ? "light" : "dark";
  applyTheme();
  update();
}

async function copyLink() {
  let done = false;
  try { await navigator.clipboard.writeText(location.href); done = true; } catch {
    const box = h("textarea", { "aria-label": "Link" }, location.href);
    document.body.append(box);
    box.select();
    done = document.execCommand("copy");
    box.remove();
  }
  $("copy").textContent = done ? "Copied ✓" : "See address";
  say(done ? "The link is copied" : "The link is in the address bar");
  setTimeout(() => { $("copy").textContent = "Copy link"; }, 1600);
}

/* ---------- wiring ---------- */
function wireButtons() {
  $("fit").addEventListener("click", () => fitShown());
  $("copy").addEventListener("click", copyLink);
  $("theme").addEventListener("click", flipTheme);
  $("zoom-in").addEventListener("click", () => zoomBy(1.3));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  $("unfocus").addEventListener("click", () => select({}));
  $("table-query").lastElementChild.addEventListener("click", () => { S.query = ""; S.page = 0; update(); });
  for (const view of ["graph", "table"]) $("view-" + view).addEventListener("click", () => setView(view));
  for (const button of document.querySelectorAll("[data-steps]")) button.addEventListener("click", () => { S.hops = Number(button.dataset.steps); update({ fit: true }); });
  for (const button of document.querySelectorAll("[data-form]")) button.addEventListener("click", () => { exportAs(button.dataset.form); $("export").open = false; });
  $("filters").addEventListener("click", () => { const open = $("left").classList.toggle("open"); $("filters").setAttribute("aria-expanded", String(open)); });
  $("skip").addEventListener("click", (event) => { event.preventDefault(); setView("table"); });
  const tabs = ["details", "article"];
  for (const tab of tabs) {
    $("tab-" + tab).addEventListener("click", () => { S.tab = tab; update(); });
    $("tab-" + tab).addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      S.tab = tabs[1 - tabs.indexOf(tab)];
      update();
      $("tab-" + S.tab).focus();
    });
  }
}

const KEYS = {
  "/": () => $("q").focus(), f: () => fitShown(), t: flipTheme, v: () => setView(S.view === "graph" ? "table" : "graph"),
  "+": () => zoomBy(1.3), "=": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), escape: () => { if ($("export").open) $("export").open = false; else select({}); },
};
const ARROWS = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

function wireKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target.matches("input:not([type=range]), textarea") && event.key !== "Escape")) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  $("net-frame").addEventListener("keydown", (event) => { if (ARROWS[event.key]) { event.preventDefault(); panBy(...ARROWS[event.key]); } });
  document.addEventListener("click", (event) => { if ($("export").open && !$("export").contains(event.target)) $("export").open = false; });
}

function wireWindow() {
  addEventListener("hashchange", () => { fromHash(); applyTheme(); update({ fit: true }); });
  addEventListener("beforeprint", preparePrint);
  addEventListener("afterprint", () => fill($("print")));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!theme) { applyTheme(); update(); } });
  let timer = 0, width = $("stage").clientWidth;
  addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(() => { if ($("stage").clientWidth !== width) { width = $("stage").clientWidth; if (S.view === "graph") fitShown({ animate: false }); } }, 120); });
}

/* ---------- for who scripts the page: what is drawn, and where on the screen ---------- */
function onScreen(x, y) {
  const point = net.canvasToDOM({ x, y }), frame = $("net").getBoundingClientRect();
  return { x: frame.left + point.x, y: frame.top + point.y };
}
function drawnThings() {
  return V.shown.map((i) => ({ iri: iri(T.iri[i]), label: label(i), ...onScreen(...at.get(i)), folded: V.folded.get(i) || 0, dimmed: isOff(i) }));
}
function drawnLines() {
  return [...V.lines.values()].filter((line) => net.body.edges[line.key]).map((line) => {
    const middle = net.body.edges[line.key].edgeType.getPoint(0.5);
    return { statements: line.claims.map((i) => iri(C.iri[i])), sentence: sentence(line.claims[0]), status: D.statuses[line.status].label, ...onScreen(middle.x, middle.y), dimmed: Boolean(V.lit) && !V.lit.lines.has(line.key) };
  });
}
function drawnLabels() {
  return [...labels().things].map(([i, { box, lines: shown }]) => ({ label: label(i), lines: shown, box }));
}
function drawnBadges() {
  return [...labels().badges].map(([i, box]) => ({ label: label(i), folded: V.folded.get(i), ...onScreen((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) }));
}
/** Boxes of all discs, numbers, labels and words on lines, on the screen. */
function drawnBoxes() {
  const found = [], add = (what, [x0, y0, x1, y1]) => { const a = onScreen(x0, y0), b = onScreen(x1, y1); found.push({ what, box: [a.x, a.y, b.x, b.y] }); };
  for (const i of V.shown) { const [x, y] = at.get(i), r = T.size[i]; add("disc " + label(i), [x - r, y - r, x + r, y + r]); }
  for (const [i, box] of labels().badges) add("badge " + label(i), box);
  for (const [i, { box }] of labels().things) add("label " + label(i), box);
  for (const { line, box } of labels().onLines) add("line " + sentence(line.claims[0]), box);
  return found;
}
function drawnTies() {
  return V.ties.filter(({ says }) => S[says ? "said" : "scene"]).map(({ line, thing, says }) => ({ label: label(thing), says, sentence: sentence(line.claims[0]), ...onScreen(...Object.values(tieSpot(line) || { x: 0, y: 0 })) }));
}
window.newsgraph = Object.freeze({ things: drawnThings, lines: drawnLines, labels: drawnLabels, badges: drawnBadges, boxes: drawnBoxes, ties: drawnTies });

fromHash();
applyTheme();
refreshLive();
refreshVisible();
redraw();
startNetwork();
wireLegend();
wireSearch();
wireButtons();
wireKeys();
wireWindow();
update({ fit: true, animate: false });
requestAnimationFrame(() => { fitShown({ animate: false }); document.documentElement.dataset.ready = "1"; });
