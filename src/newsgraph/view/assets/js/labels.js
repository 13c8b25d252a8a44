// Labels as on a map: where two would collide, the weightier thing keeps its own. Computed once per zoom, not per frame.

const SMALLEST = 9.75;
const HUB_TYPE = 1.1;
const LEADING = 1.18;
const SMALLEST_DISC = 4;
const FEW_THINGS = 200;
const LABELLED_LINES = 400;
const FORCED_LABELS = 40;
const SYMBOL_LINES = 160;
const BADGE = -2;
const SHORTEST = 9;
let labelCache = null;
const forgetLabels = () => { labelCache = null; };

/** Type size in page units: never below 9.75 pixels on the screen (a hub's a little more), and growing slower than the zoom. */
const typeSize = (thing, scale) => Math.max(baseSize(thing), (SMALLEST * (T.degree[thing] >= HUB ? HUB_TYPE : 1)) / scale) / Math.max(1, scale) ** 0.6;

/** Boxes on the page, found again by place. */
class Grid {
  constructor(cell) { this.cell = cell; this.cells = new Map(); }
  * keys([x0, y0, x1, y1]) {
    const c = this.cell;
    for (let i = Math.floor(x0 / c); i <= Math.floor(x1 / c); i++) for (let j = Math.floor(y0 / c); j <= Math.floor(y1 / c); j++) yield i * 1e6 + j;
  }
  add(box, owner) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push([box, owner]);
    }
  }
  /** Area of `box` that other owners' boxes cover (counted once per cell they share). */
  overlap(box, owner) {
    let sum = 0;
    for (const key of this.keys(box)) {
      for (const [other, who] of this.cells.get(key) || []) {
        if (who === owner) continue;
        const w = Math.min(box[2], other[2]) - Math.max(box[0], other[0]), t = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
        if (w > 0 && t > 0) sum += w * t;
      }
    }
    return sum;
  }
}

function labels() {
  const scale = net.getScale();
  if (!labelCache || labelCache.scale !== scale) labelCache = { scale, ...computeLabels(scale) };
  return labelCache;
}

function computeLabels(scale) {
  const grid = new Grid(Math.max(60, 90 / scale)), things = new Map(), badges = new Map();
  for (const i of V.shown) {
    const [x, y] = at.get(i), r = T.size[i];
    if (!isOff(i) && (r * scale > SMALLEST_DISC || V.shown.length <= FEW_THINGS)) grid.add([x - r, y - r, x + r, y + r], i);
  }
  for (const i of V.shown) if (V.folded.get(i) && !isOff(i)) placeBadge(i, scale, grid, badges);
  const edge = extent(V.shown, scale), order = V.shown.filter((i) => !isOff(i) || scale > 1.6);
  for (const first of selectedThings().slice().reverse()) if (V.has.has(first)) { order.splice(order.indexOf(first), 1); order.unshift(first); }
  // First each where the layout left room for it, then the rest wherever there is room.
  for (const i of order.filter((i) => !placeLabel(i, scale, grid, things, edge, true))) placeLabel(i, scale, grid, things, edge, false);
  return { things, badges, onLines: lineLabels(scale, grid) };
}

/** Where a label of so many lines may stand: below, above, right, left, at the corners; above first where the lines come from below. */
function* labelSpots(i, count, width, size) {
  const [x, y] = at.get(i), gap = T.size[i] + 4, height = count * size * LEADING, near = T.size[i] * 0.7 + 3;
  const below = { align: "center", x, top: y + gap, box: [x - width / 2, y + gap, x + width / 2, y + gap + height] };
  const above = { align: "center", x, top: y - gap - height, box: [x - width / 2, y - gap - height, x + width / 2, y - gap] };
  const upper = V.alone && i !== S.thing && y < at.get(S.thing)[1] - 2 * T.size[S.thing];
  yield upper ? above : below;
  yield upper ? below : above;
  for (const [dx, dy] of [[gap, -height / 2], [-gap, -height / 2], [near, near], [-near, near], [near, -near - height], [-near, -near - height]]) {
    yield { align: dx > 0 ? "left" : "right", x: x + dx, top: y + dy, box: dx > 0 ? [x + dx, y + dy, x + dx + width, y + dy + height] : [x + dx - width, y + dy, x + dx, y + dy + height] };
  }
}

/** Place the whole label where it fits inside the drawing, else its first lines, else its first letters, else none; the selected thing always has one. Tells whether it did. */
function placeLabel(i, scale, grid, things, edge, usualOnly) {
  const size = typeSize(i, scale), all = lines(i), gap = size * 0.25;
  for (let count = all.length; count >= 0; count--) {
    const shown = count === all.length ? all : count ? [...all.slice(0, count - 1), ended(all[count - 1])] : [ended(all[0].slice(0, SHORTEST))];
    const width = (count < all.length ? widest(shown, i) : labelWidth(i)) * size;
    for (const spot of usualOnly ? [labelSpots(i, count, width, size).next().value] : labelSpots(i, shown.length, width, size)) {
      const [x0, y0, x1, y1] = spot.box;
      if (x0 < edge.x0 - 1 || x1 > edge.x1 + 1 || y0 < edge.y0 - 1 || y1 > edge.y1 + 1) continue;
      if (i !== S.thing && grid.overlap([x0 - gap, y0, x1 + gap, y1], i) > 0) continue;
      grid.add(spot.box, i);
      things.set(i, { ...spot, size, lines: shown });
      return true;
    }
    if (usualOnly) break;
  }
  return false;
}

const ended = (text) => text.replace(/[\s,;:…-]+$/, "").replace(/[\ud800-\udbff]$/, "") + "…";

/** The number of folded things, at a size that can be read; where there is no room for it a dot is drawn instead. */
function placeBadge(i, scale, grid, badges) {
  const r = badgeRadius(i, scale);
  measure.font = `600 16px ${FACE}`;
  const half = Math.max(r, (measure.measureText(badgeText(V.folded.get(i))).width / 16) * r * 0.55 + r * 0.45), [bx, by] = badgeSpot(i, ...at.get(i), half, r), box = [bx - half, by - r, bx + half, by + r];
  if (grid.overlap(box, i) > 0) return;
  grid.add(box, BADGE);
  badges.set(i, box);
}

function drawLabel(ctx, id) {
  const spot = labels().things.get(id);
  if (!spot) return;
  const palette = colors();
  ctx.save();
  ctx.globalAlpha = isOff(id) ? 0.35 : 1;
  ctx.font = `${weightOf(id)} ${spot.size}px ${FACE}`;
  ctx.textAlign = spot.align;
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = spot.size * 0.3;
  ctx.strokeStyle = palette.paper;
  ctx.fillStyle = palette.ink;
  spot.lines.forEach((text, n) => {
    const y = spot.top + n * spot.size * LEADING;
    ctx.strokeText(text, spot.x, y);
    ctx.fillText(text, spot.x, y);
  });
  ctx.restore();
}

/* ---------- lines: a symbol for the status, and the relation where there is room ---------- */
const lineText = (line) => {
  const chosen = line.claims.includes(S.claim) ? [S.claim] : [], names = [...new Set([...chosen, ...line.claims].map(relation))];
  const text = names.length === 1 ? clip(names[0], 28) : clip(names[0], 22) + " +" + (names.length - 1);
  return (isNegated(line.claims[0]) ? "not: " : "") + text + (line.claims.length > 1 && names.length === 1 ? " ×" + line.claims.length : "");
};

/** Choose for each line the place along it where its label hides least; a label that would hide something is left out. */
function lineLabels(scale, grid) {
  const found = [], size = Math.max(13, 9.5 / scale) / Math.max(1, scale) ** 0.6;
  if (V.lines.size > LABELLED_LINES && !V.lit && scale < 0.8) return [];
  for (const line of V.lines.values()) {
    const off = V.lit && !V.lit.lines.has(line.key), edge = net.body.edges[line.key];
    if (off || !edge || !edge.edgeType) continue;
    const text = lineText(line), symbol = D.statuses[line.status].symbol ? size * 1.5 : 0;
    measure.font = `500 16px ${FACE}`;
    const width = (measure.measureText(text).width / 16) * size + symbol, height = size * 1.25;
    const best = bestSpot(edge, width, height, grid);
    const must = line.key === hovered || (S.claim >= 0 && line.claims.includes(S.claim)) || (V.lit && V.lit.lines.size <= FORCED_LABELS);
    if (best.cost <= (must ? Infinity : 0)) {
      grid.add(best.box, -1);
      found.push({ line, text, box: best.box, x: best.box[0] + 3, y: (best.box[1] + best.box[3]) / 2, size, symbol });
    } else if (symbol && (V.lit || V.lines.size <= SYMBOL_LINES || scale > 0.8)) {
      const alone = symbolOn(line, edge, size, grid);
      if (alone) found.push(alone);
    }
  }
  return found;
}

/** Where there is no room for words the symbol alone stands on the line, at the freest place; none if that is taken. */
function symbolOn(line, edge, size, grid) {
  const { box, cost } = bestSpot(edge, size * 1.2, size * 1.2, grid, [0]);
  if (cost > 0) return null;
  grid.add(box, -1);
  return { line, text: "", box, x: (box[0] + box[2]) / 2 - size * 0.55, y: (box[1] + box[3]) / 2, size, symbol: size * 1.5 };
}

function bestSpot(edge, width, height, grid, offsets = [0, -0.8, 0.8]) {
  let best = null;
  for (const t of [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74]) {
    const point = edge.edgeType.getPoint(t);
    for (const offset of offsets) {
      const dy = offset * height;
      const box = [point.x - width / 2 - 3, point.y + dy - height / 2, point.x + width / 2 + 3, point.y + dy + height / 2];
      const cost = grid.overlap(box, null), order = cost + Math.abs(t - 0.5) * 60 + Math.abs(dy) * 2;
      if (!best || order < best.order) best = { cost, order, box };
    }
  }
  return best;
}

function drawOver(ctx) {
  const palette = colors();
  for (const { line, text, x, y, size, symbol } of labels().onLines) {
    const look = D.statuses[line.status], color = look.color[dark()];
    ctx.save();
    if (symbol) {
      const r = size * 0.55, k = (2 * r * 0.72) / 24;
      disc(ctx, x + r, y, r + 1, color, palette.paper, 1.5);
      ctx.save();
      ctx.translate(x + r - 12 * k, y - 12 * k);
      ctx.scale(k, k);
      ctx.fillStyle = palette.onColor;
      ctx.fill(pathOf(look.symbol), "evenodd");
      ctx.restore();
    }
    if (text) {
      ctx.font = `500 ${size}px ${FACE}`;
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.lineWidth = size * 0.4;
      ctx.strokeStyle = palette.paper;
      ctx.strokeText(text, x + symbol, y);
      ctx.fillStyle = symbol ? color : palette.muted;
      ctx.fillText(text, x + symbol, y);
    }
    ctx.restore();
  }
}
