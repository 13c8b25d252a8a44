// The canvas: vis-network draws and finds what is under the pointer; physics are off.

const MANY_LINES = 1500;
const MANY_TIES = 12;
const TIE_WIDTH = 1.4;
const TIE_RING = 4;
const FIT_ROUNDS = 10;
const BUTTONS = 56;
const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
let net = null;
let at = new Map();
let hovered = null;

const paths = new Map();
function pathOf(d) {
  if (!paths.has(d)) paths.set(d, new Path2D(d));
  return paths.get(d);
}
const isOff = (thing) => Boolean(V.lit) && !V.lit.things.has(thing);
const badgeText = (n) => (n > 9999 ? Math.round(n / 1000) + "k" : "+" + n);
const badgeRadius = (thing, scale) => Math.max(9, T.size[thing] * 0.38, 7 / scale);
/** Middle of a badge so wide and high: on the upper right rim of the disc, further out where the badge is as large as the disc. */
function badgeSpot(thing, x, y, half, high) {
  const r = T.size[thing];
  return [x + Math.max(r * 0.78, r * 0.4 + half * 0.75), y - Math.max(r * 0.78, r * 0.4 + high * 0.75)];
}

/** Draw one thing: disc, icon, ring if selected, number of things folded under it, label. */
function drawThing({ ctx, id, x, y, state: { hover } }) {
  const r = T.size[id], kind = D.kinds[T.kind[id]], color = kind.color[dark()], palette = colors();
  return {
    drawNode() {
      ctx.save();
      ctx.globalAlpha = isOff(id) ? 0.14 : 1;
      if (id === S.thing || hover) disc(ctx, x, y, r + (id === S.thing ? 7 : 5), color + "33", id === S.thing ? color : null, 2);
      disc(ctx, x, y, r, color, palette.paper, 2.5);
      const k = (r * 1.15) / 24;
      ctx.translate(x - 12 * k, y - 12 * k);
      ctx.scale(k, k);
      ctx.fillStyle = palette.onColor;
      ctx.fill(pathOf(kind.icon), "evenodd");
      ctx.restore();
      if (V.folded.get(id)) drawBadge(ctx, id, x, y);
    },
    drawExternalLabel() { drawLabel(ctx, id); },
    nodeDimensions: { width: 2 * r, height: 2 * r },
  };
}

function disc(ctx, x, y, r, fillColor, strokeColor, width) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.fillStyle = fillColor;
  ctx.fill();
  if (!strokeColor) return;
  ctx.lineWidth = width;
  ctx.strokeStyle = strokeColor;
  ctx.stroke();
}

function drawBadge(ctx, id, x, y) {
  const box = labels().badges.get(id), palette = colors();
  ctx.save();
  ctx.globalAlpha = isOff(id) ? 0.2 : 1;
  if (!box) {
    disc(ctx, x + T.size[id] * 0.78, y - T.size[id] * 0.78, T.size[id] * 0.22, palette.paper, palette.ink, 1.5);
    ctx.restore();
    return;
  }
  const text = badgeText(V.folded.get(id)), r = (box[3] - box[1]) / 2;
  ctx.font = `600 ${r * 1.1}px ${FACE}`;
  ctx.beginPath();
  ctx.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], r);
  ctx.fillStyle = palette.paper;
  ctx.fill();
  ctx.lineWidth = r * 0.16;
  ctx.strokeStyle = palette.muted;
  ctx.stroke();
  ctx.fillStyle = palette.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + r * 0.06);
  ctx.restore();
}

/** The thing whose readable badge is at this place of the canvas, or -1. */
function badgeAt(point) {
  for (const [thing, [x0, y0, x1, y1]] of labels().badges) if (point.x >= x0 && point.x <= x1 && point.y >= y0 && point.y <= y1) return thing;
  return -1;
}

function edgeOf(line) {
  const look = D.statuses[line.status], color = look.color[dark()], off = V.lit && !V.lit.lines.has(line.key);
  const chosen = S.claim >= 0 && line.claims.includes(S.claim);
  const width = (chosen ? 3.4 : 2) + Math.min(4, Math.log2(line.claims.length) * 0.8);
  return {
    id: line.key, from: line.from, to: line.to, dashes: look.dash.length ? look.dash : false, width, selectionWidth: 1, hoverWidth: 1,
    color: { color, highlight: color, hover: color, opacity: off ? 0.07 : chosen || V.lit ? 1 : V.lines.size > SYMBOL_LINES ? 0.4 : 0.8, inherit: false },
    arrows: { to: { enabled: true, scaleFactor: 0.6 } },
    smooth: { enabled: true, type: "curvedCW", roundness: 0.08 + 0.16 * line.turn },
    selfReference: { size: T.size[line.from] * 0.9, angle: -0.7 },
  };
}

/** Bring the canvas in line with what is to be seen. */
function redraw() {
  at = placeAll();
  const old = new Set(nodeSet.getIds()), gone = [...old].filter((i) => !V.has.has(i));
  if (gone.length) nodeSet.remove(gone);
  const changed = [];
  for (const i of V.shown) {
    const [x, y] = at.get(i), body = old.has(i) && net ? net.body.nodes[i] : null;
    if (!body || body.x !== x || body.y !== y) changed.push({ ...(D.vis.nodes[i] || { id: i, size: T.size[i] }), label: "", x, y, shape: "custom", ctxRenderer: drawThing, physics: false });
  }
  const lost = edgeSet.getIds().filter((key) => !V.lines.has(key));
  if (lost.length) edgeSet.remove(lost);
  if (changed.length) nodeSet.update(changed);
  edgeSet.update([...V.lines.values()].map(edgeOf));
  forgetLabels();
  if (net) {
    net.setOptions({ interaction: { hideEdgesOnDrag: V.lines.size > MANY_LINES, hideEdgesOnZoom: V.lines.size > MANY_LINES } });
    net.redraw();
  }
}

function startNetwork() {
  net = new vis.Network($("net"), { nodes: nodeSet, edges: edgeSet }, {
    autoResize: true, physics: false, layout: { improvedLayout: false, randomSeed: 7 }, nodes: { shape: "custom" },
    interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 1e9, keyboard: false, dragNodes: true, multiselect: false },
  });
  net.on("click", clicked);
  net.on("doubleClick", (event) => { if (event.nodes.length) { S.hops = 2; select({ thing: event.nodes[0] }); } });
  net.on("dragEnd", (event) => { if (event.nodes.length) { const body = net.body.nodes[event.nodes[0]]; at.set(event.nodes[0], [body.x, body.y]); forgetLabels(); } });
  net.on("hoverNode", (event) => { pointer(true); thingTip(event.node, event.pointer.DOM); });
  net.on("hoverEdge", (event) => { hovered = event.edge; pointer(true); lineTip(V.lines.get(event.edge), event.pointer.DOM); forgetLabels(); });
  for (const name of ["blurNode", "blurEdge", "dragging", "zoom"]) net.on(name, () => { if (hovered) { hovered = null; forgetLabels(); } pointer(false); $("tip").hidden = true; });
  net.on("beforeDrawing", drawBehind);
  net.on("afterDrawing", drawOver);
}

const pointer = (on) => $("net").classList.toggle("pointing", on);

function clicked(event) {
  const badge = badgeAt(event.pointer.canvas);
  if (badge >= 0) openFold(badge);
  else if (event.nodes.length) select({ thing: event.nodes[0] }, { fit: false });
  else if (event.edges.length) selectLine(V.lines.get(event.edges[0]));
  else if (S.thing >= 0 || S.claim >= 0 || S.pair) select({});
}
function selectLine(line) {
  if (line.claims.length === 1) select({ claim: line.claims[0] }, { fit: false });
  else select({ pair: [line.from, line.to] }, { fit: false });
}

/* ---------- what lies behind: faint lines ---------- */
function drawBehind(ctx) {
  ctx.save();
  ctx.lineCap = "round";
  ctx.strokeStyle = colors().faint;
  for (const bundle of V.bundles) {
    const a = at.get(bundle.a), b = at.get(bundle.b);
    ctx.globalAlpha = V.lit ? 0.12 : 0.5;
    ctx.lineWidth = bundleWidth(bundle.count);
    ctx.beginPath();
    ctx.moveTo(a[0], a[1]);
    ctx.lineTo(b[0], b[1]);
    ctx.stroke();
  }
  if (S.about) drawAbout(ctx);
  drawTies(ctx);
  ctx.restore();
}

/** From who says a statement, or where it is said or holds, to the middle of its line: the one dotted, the other dashed, with a ring at the line. */
function drawTies(ctx) {
  for (const { line, thing, says } of V.ties) {
    const spot = tieSpot(line);
    if (!S[says ? "said" : "scene"] || !spot) continue;
    const [x, y] = at.get(thing), lit = !V.lit || (V.lit.lines.has(line.key) && V.lit.things.has(thing)), look = tieLook(line, says);
    ctx.globalAlpha = !lit ? 0.04 : V.lit ? 0.9 : V.ties.length < MANY_TIES ? 0.55 : 0.3;
    ctx.strokeStyle = look.color;
    ctx.lineWidth = TIE_WIDTH;
    ctx.setLineDash(look.dash);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(spot.x, spot.y);
    ctx.stroke();
    ctx.setLineDash([]);
    disc(ctx, spot.x, spot.y, TIE_RING, colors().paper, look.color, TIE_WIDTH);
  }
}
const tieLook = (line, says) => (says ? { color: D.statuses[line.status].color[dark()], dash: [1, 4] } : { color: colors().muted, dash: [5, 4] });
/** Where ties meet a line: its middle. */
function tieSpot(line) {
  const edge = net.body.edges[line.key];
  return edge && edge.edgeType && line.from !== line.to ? edge.edgeType.getPoint(0.5) : null;
}

const bundleWidth = (count) => Math.min(9, 1 + Math.log2(count));

/** A measure is joined to what it is about by a thin dotted line without an arrow. */
function drawAbout(ctx) {
  ctx.strokeStyle = colors().muted;
  ctx.lineWidth = 1.2;
  ctx.setLineDash([1, 5]);
  for (const thing of V.shown) {
    for (const other of T.about[thing] || []) {
      if (!V.has.has(other)) continue;
      const a = at.get(thing), b = at.get(other);
      ctx.globalAlpha = V.lit && !(V.lit.things.has(thing) && V.lit.things.has(other)) ? 0.08 : 0.55;
      ctx.beginPath();
      ctx.moveTo(a[0], a[1]);
      ctx.lineTo(b[0], b[1]);
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
}

/* ---------- the part in view ---------- */
/** The box around things and their labels as they are at this zoom. */
function extent(things, scale = 1) {
  let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
  for (const i of things) {
    if (!at.has(i)) continue;
    const [x, y] = at.get(i), r = T.size[i], size = typeSize(i, scale), half = Math.max(r + 8, (labelWidth(i) * size) / 2);
    x0 = Math.min(x0, x - half); x1 = Math.max(x1, x + half);
    y0 = Math.min(y0, y - r - 8 - (V.alone ? lines(i).length * size * LEADING : 0)); y1 = Math.max(y1, y + r + 10 + lines(i).length * size * LEADING);
  }
  return { x0, x1, y0, y1 };
}

function fitTo(things, { animate = true } = {}) {
  const stage = $("stage"), top = $("focusbar").hidden ? 16 : 62, bottom = Math.max(BUTTONS, $("note").hidden ? 0 : $("note").offsetHeight + 20);
  const width = stage.clientWidth - 40, height = stage.clientHeight - top - bottom;
  // The smaller the zoom, the larger a label is in page units, and the larger the box: half steps settle where whole ones swing to and fro.
  let box = null, scale = 1.2;
  for (let round = 0; round < FIT_ROUNDS; round++) {
    box = extent(things, scale);
    if (box.x1 < box.x0) return;
    scale = (scale + Math.min(width / (box.x1 - box.x0), height / (box.y1 - box.y0), 1.2)) / 2;
  }
  if (!(scale > 0)) return;
  const calm = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
  net.moveTo({ position: { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 - (top - bottom) / 2 / scale }, scale, animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}
const fitShown = (options) => fitTo(V.lit ? [...V.lit.things] : V.shown, options);
const zoomBy = (factor) => net.moveTo({ scale: net.getScale() * factor, animation: false });
function panBy(dx, dy) {
  const { x, y } = net.getViewPosition(), scale = net.getScale();
  net.moveTo({ position: { x: x + dx / scale, y: y + dy / scale }, animation: false });
}

/* ---------- what is under the pointer ---------- */
function tip(point, ...kids) {
  const box = $("tip"), stage = $("stage");
  fill(box, ...kids);
  box.hidden = false;
  box.style.left = Math.max(4, Math.min(point.x + 14, stage.clientWidth - box.offsetWidth - 8)) + "px";
  box.style.top = Math.max(4, Math.min(point.y + 16, stage.clientHeight - box.offsetHeight - 8)) + "px";
}
function thingTip(thing, point) {
  const folded = V.folded.get(thing);
  tip(point, h("b", {}, bdi(clip(label(thing), 160))), h("small", {}, `${D.kinds[T.kind[thing]].label} · ${plural(T.degree[thing], "statement")}`),
    folded ? h("small", {}, `${plural(folded, "thing")} folded under it: click the number to open`) : null);
}
function lineTip(line, point) {
  if (!line) return;
  const claim = line.claims[0], more = line.claims.length - 1, words = firstQuote(claim);
  tip(point, h("b", {}, bdi(clip(sentence(claim), 200))), h("small", {}, D.statuses[line.status].label + (more ? ` · and ${plural(more, "more statement")}` : "")),
    words ? h("small", { cls: "words" }, "“", bdi(clip(words, 150)), "”") : null);
}
