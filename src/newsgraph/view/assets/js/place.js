// Where things stand. Positions are computed beforehand for each level of detail; here room is only made for what was opened.

const SPARSE = 1.7;
const PAD = 10;
const HUB = 6;
const RING = 160;
const ONE_RING = 16;

const measure = document.createElement("canvas").getContext("2d");
const FACE = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const weightOf = (thing) => (T.degree[thing] >= HUB || thing === S.thing ? "600" : "500");
const baseSize = (thing) => (T.degree[thing] >= HUB ? 19 : 16);

const widths = new Map();
/** Width of a thing's label for a type size of 1. */
function labelWidth(thing) {
  if (!widths.has(thing)) widths.set(thing, widest(lines(thing), thing));
  return widths.get(thing);
}
/** Width of the widest of these lines for a type size of 1, in the weight of the thing's label. */
function widest(texts, thing) {
  measure.font = `${T.degree[thing] >= HUB || thing === S.thing ? 600 : 500} 16px ${FACE}`;
  return Math.max(...texts.map((line) => measure.measureText(line).width)) / 16;
}
function boxOf(thing) {
  const size = baseSize(thing), height = lines(thing).length * size * 1.18 + 6;
  return { w: Math.max(2 * T.size[thing], labelWidth(thing) * size), h: 2 * T.size[thing] + height, dy: height / 2 };
}

/** Positions of all shown things: a map from thing to [x, y]. */
function placeAll() {
  if (V.alone) return placeAlone();
  const shown = V.shown, hosted = shown.filter((i) => V.placedBy.has(i)), plain = shown.filter((i) => !V.placedBy.has(i));
  const level = fittingLevel(plain), source = FROM_LAYOUT[level], at = new Map();
  const missing = plain.filter((i) => i >= source.length);
  for (const i of plain) if (i < source.length) at.set(i, source[i]);
  const untouched = level === S.level && !missing.length && !filtered;
  if (!untouched && level !== S.level) shrink(at);
  if (missing.length) around(at, missing);
  const groups = new Map();
  for (const i of hosted) {
    const host = V.placedBy.get(i);
    if (!groups.has(host)) groups.set(host, []);
    groups.get(host).push(i);
  }
  for (const [host, things] of groups) openAround(at, host, things);
  // The telephone's own layout is upright already.
  const turned = isPortrait() && S.level >= D.start;
  if (turned) for (const [i, [x, y]] of at) at.set(i, [x * 0.7, y * 1.35]);
  return untouched && !hosted.length && !turned ? at : makeRoom(at);
}

/** On an upright telephone the drawing is made narrower and taller. */
const isPortrait = () => $("stage").clientWidth > 0 && $("stage").clientWidth < 0.85 * $("stage").clientHeight;

/** The selected thing in the middle, its neighbours on rings, theirs beside them. */
function placeAlone() {
  const spots = new Map([[S.thing, [0, 0]]]);
  const near = V.shown.filter((i) => V.placedBy.get(i) === S.thing), far = V.shown.filter((i) => i !== S.thing && V.placedBy.get(i) !== S.thing);
  openAround(spots, S.thing, near);
  for (const i of far) {
    const host = V.placedBy.get(i), [x, y] = spots.get(host) || [0, 0], length = Math.hypot(x, y) || 1, turn = ((i * 7) % 11) / 11 - 0.5;
    spots.set(i, [x + (RING * (x - turn * y)) / length, y + (RING * (y + turn * x)) / length]);
  }
  if (isPortrait()) for (const [i, [x, y]] of spots) spots.set(i, [x * 0.7, y * 1.35]);
  return makeRoom(spots);
}

/** The coarsest layout, from the chosen one on, that knows four of five of these things. */
function fittingLevel(things) {
  for (let level = S.level; level < FROM_LAYOUT.length; level++) {
    const known = things.filter((i) => i < FROM_LAYOUT[level].length).length;
    if (known >= 0.8 * things.length) return level;
  }
  return FROM_LAYOUT.length - 1;
}

/** Pull a thinned-out layout together, no closer than its boxes allow. */
function shrink(at) {
  if (at.size < 2) return;
  let area = 0, x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
  for (const [i, [x, y]] of at) {
    const box = boxOf(i);
    area += (box.w + PAD) * (box.h + PAD);
    x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y);
  }
  const factor = Math.min(1, Math.sqrt((area * SPARSE * 1.5) / ((x1 - x0 + 1) * (y1 - y0 + 1))));
  for (const [i, [x, y]] of at) at.set(i, [x * factor, y * factor]);
}

/** Things without a place of their own go to the nearest placed thing they are joined to, else to a rim. */
function around(at, things) {
  let rim = 200;
  for (const [x, y] of at.values()) rim = Math.max(rim, Math.hypot(x, y));
  const golden = Math.PI * (3 - Math.sqrt(5));
  things.forEach((thing, index) => {
    let host = T.parent[thing];
    while (host >= 0 && !at.has(host)) host = T.parent[host];
    const angle = index * golden, [x, y] = host >= 0 ? at.get(host) : [0, 0], radius = host >= 0 ? RING * 0.7 : rim + RING;
    at.set(thing, [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  });
}

/** Put things on rings around their host, and move everything else outward by the width of the rings. */
function openAround(at, host, things) {
  if (host < 0 || !at.has(host)) { around(at, things); return; }
  const [cx, cy] = at.get(host), spots = [];
  // Few things stand on one ring: on two, lines to the outer would run through the inner.
  let radius = Math.max(T.size[host] + 120, things.length <= ONE_RING ? (things.length * RING) / (2 * Math.PI) : 0);
  while (spots.length < things.length) {
    const count = Math.min(things.length - spots.length, Math.max(3, Math.floor((2 * Math.PI * radius) / RING)));
    const turn = spots.length * 0.5;
    for (let k = 0; k < count; k++) {
      const angle = turn + (2 * Math.PI * k) / count;
      spots.push([cx + radius * Math.cos(angle) * 1.1, cy + radius * Math.sin(angle)]);
    }
    radius += 105;
  }
  const push = radius - 60;
  for (const [i, [x, y]] of at) {
    if (i === host) continue;
    const dx = x - cx, dy = y - cy, distance = Math.hypot(dx, dy) || 1;
    at.set(i, [x + (dx / distance) * push, y + (dy / distance) * push]);
  }
  things.forEach((thing, index) => at.set(thing, spots[index]));
}

/** Push overlapping boxes apart, as `spacing.make_room` does for the positions computed beforehand. */
function makeRoom(at) {
  const ids = [...at.keys()].sort((a, b) => a - b), boxes = ids.map(boxOf), x = ids.map((i) => at.get(i)[0]), y = ids.map((i) => at.get(i)[1]);
  const tallest = Math.max(...boxes.map((box) => box.h)) + PAD, order = ids.map((_, k) => k);
  for (let round = 0; round < 200; round++) {
    let moved = false;
    order.sort((a, b) => y[a] + boxes[a].dy - y[b] - boxes[b].dy || a - b);
    for (let n = 1; n < order.length; n++) {
      const a = order[n];
      for (let m = n - 1; m >= 0; m--) {
        const b = order[m], dx = x[a] - x[b], dy = y[a] + boxes[a].dy - y[b] - boxes[b].dy;
        if (dy > tallest * 1.5) break;
        const ox = (boxes[a].w + boxes[b].w) / 2 + PAD - Math.abs(dx), oy = (boxes[a].h + boxes[b].h) / 2 + PAD - Math.abs(dy);
        if (ox <= 0 || oy <= 0) continue;
        moved = true;
        if (ox < oy) { const step = (ox / 2 + 0.5) * (dx < 0 ? -1 : 1); x[a] += step; x[b] -= step; }
        else { const step = (oy / 2 + 0.5) * (dy < 0 ? -1 : 1); y[a] += step; y[b] -= step; }
      }
    }
    if (!moved) break;
  }
  return new Map(ids.map((i, k) => [i, [x[k], y[k]]]));
}
