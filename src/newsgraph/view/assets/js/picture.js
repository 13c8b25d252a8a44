// The drawing as an SVG picture: for saving, for PNG, for paper. The same places, colours and labels as on the canvas.

const MARGIN = 28;
const FOOT = 78;

/** What is drawn now, as an SVG element with title and legend below. */
function svgPicture() {
  const things = V.lit ? [...V.lit.things].filter((i) => V.has.has(i)).sort((a, b) => a - b) : V.shown;
  const drawn = [...V.lines.values()].filter((line) => !V.lit || V.lit.lines.has(line.key));
  const box = extent(things), palette = colors();
  const wide = Math.max(900, box.x1 - box.x0 + 2 * MARGIN), x0 = (box.x0 + box.x1 - wide) / 2, y0 = box.y0 - MARGIN, high = box.y1 - box.y0 + 2 * MARGIN;
  const foot = footRows(things, drawn, wide), total = high + FOOT + foot.length * 24;
  const root = s("svg", { xmlns: SVG, viewBox: `${round(x0)} ${round(y0)} ${round(wide)} ${round(total)}`, width: round(wide), height: round(total), "font-family": FACE, role: "img", "aria-label": D.title },
    s("title", {}, D.title), s("rect", { x: round(x0), y: round(y0), width: round(wide), height: round(total), fill: palette.paper }));
  if (!V.lit) root.append(bundleLines());
  if (S.about) root.append(aboutLines(things));
  root.append(tieLines(things, drawn));
  for (const line of drawn) root.append(lineShape(line));
  for (const i of things) root.append(thingShape(i));
  const cache = computeLabels(1);
  for (const spot of cache.onLines) if (drawn.includes(spot.line)) root.append(lineCaption(spot));
  for (const i of things) if (cache.things.has(i)) root.append(caption(i, cache.things.get(i)));
  root.append(footer(x0 + MARGIN, y0 + high + 26, foot));
  return root;
}
const round = (value) => Math.round(value * 10) / 10;
const svgText = () => '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(svgPicture());

/** Points of a line from rim to rim: canvas curves are quadratic Bézier curves. */
function curve(line) {
  const edge = net.body.edges[line.key], a = at.get(line.from), b = at.get(line.to);
  if (!edge || !edge.edgeType) return null;
  const mid = edge.edgeType.getPoint(0.5), c = [2 * mid.x - (a[0] + b[0]) / 2, 2 * mid.y - (a[1] + b[1]) / 2];
  const point = (t) => [0, 1].map((k) => (1 - t) ** 2 * a[k] + 2 * t * (1 - t) * c[k] + t ** 2 * b[k]);
  const far = (p, q, r) => Math.hypot(p[0] - q[0], p[1] - q[1]) > r;
  let first = 0, last = 1;
  while (first < 0.45 && !far(point(first), a, T.size[line.from])) first += 0.01;
  while (last > 0.55 && !far(point(last), b, T.size[line.to] + 3)) last -= 0.01;
  return Array.from({ length: 13 }, (_, k) => point(first + ((last - first) * k) / 12));
}

function lineShape(line) {
  const look = D.statuses[line.status], color = look.color[dark()], group = s("g", { fill: "none", stroke: color, "stroke-width": 2 + Math.min(4, Math.log2(line.claims.length) * 0.8) });
  if (line.from === line.to) {
    const [x, y] = at.get(line.from), r = T.size[line.from];
    group.append(s("circle", { cx: round(x + r), cy: round(y - r), r: round(r * 0.8), "stroke-dasharray": look.dash.join(" ") || null }));
    return group;
  }
  const points = curve(line);
  if (!points) return group;
  group.append(s("polyline", { points: points.map((p) => p.map(round).join(",")).join(" "), "stroke-dasharray": look.dash.join(" ") || null }));
  const [tip, back] = [points[12], points[11]], length = Math.hypot(tip[0] - back[0], tip[1] - back[1]) || 1, ux = (tip[0] - back[0]) / length, uy = (tip[1] - back[1]) / length;
  group.append(s("path", { d: `M${round(tip[0])} ${round(tip[1])}L${round(tip[0] - 11 * ux + 4.5 * uy)} ${round(tip[1] - 11 * uy - 4.5 * ux)}L${round(tip[0] - 11 * ux - 4.5 * uy)} ${round(tip[1] - 11 * uy + 4.5 * ux)}z`, fill: color, stroke: "none" }));
  return group;
}

function aboutLines(things) {
  const inside = new Set(things), group = s("g", { stroke: colors().muted, "stroke-width": 1.2, "stroke-dasharray": "1.5 5", opacity: 0.6 });
  for (const i of things) for (const other of T.about[i] || []) if (inside.has(other)) group.append(s("line", { x1: at.get(i)[0], y1: at.get(i)[1], x2: at.get(other)[0], y2: at.get(other)[1] }));
  return group;
}

/** Faint lines for statements of folded things, as on the canvas. */
function bundleLines() {
  const group = s("g", { stroke: colors().faint, opacity: 0.5 });
  for (const { a, b, count } of V.bundles) group.append(s("line", { x1: at.get(a)[0], y1: at.get(a)[1], x2: at.get(b)[0], y2: at.get(b)[1], "stroke-width": round(bundleWidth(count)) }));
  return group;
}

function tieLines(things, drawn) {
  const inside = new Set(things), keys = new Set(drawn.map((line) => line.key)), group = s("g", { "stroke-width": TIE_WIDTH, opacity: 0.6 });
  for (const { line, thing, says } of V.ties) {
    const spot = tieSpot(line);
    if (!S[says ? "said" : "scene"] || !spot || !inside.has(thing) || !keys.has(line.key)) continue;
    const [x, y] = at.get(thing), { color, dash } = tieLook(line, says);
    group.append(s("line", { x1: x, y1: y, x2: round(spot.x), y2: round(spot.y), stroke: color, "stroke-dasharray": dash.join(" ") }), s("circle", { cx: round(spot.x), cy: round(spot.y), r: TIE_RING, fill: colors().paper, stroke: color }));
  }
  return group;
}

function thingShape(i) {
  const [x, y] = at.get(i), r = T.size[i], kind = D.kinds[T.kind[i]], k = (r * 1.15) / 24;
  const group = s("g", {}, s("title", {}, clean(clip(label(i), 300))), s("circle", { cx: round(x), cy: round(y), r, fill: kind.color[dark()], stroke: colors().paper, "stroke-width": 2.5 }),
    s("path", { d: kind.icon, fill: colors().onColor, "fill-rule": "evenodd", transform: `translate(${round(x - 12 * k)} ${round(y - 12 * k)}) scale(${k.toFixed(3)})` }));
  if (V.folded.get(i)) {
    const [bx, by] = badgeSpot(i, x, y, r * 0.4, r * 0.4);
    group.append(halo({ x: round(bx), y: round(by + 4), "font-size": 14, "font-weight": 700, fill: colors().ink, "text-anchor": "middle" }, badgeText(V.folded.get(i))));
  }
  return group;
}

function halo(attributes, content) {
  return s("text", { "paint-order": "stroke", stroke: colors().paper, "stroke-width": 4, "stroke-linejoin": "round", ...attributes }, content);
}
function caption(i, { x, top, size, align, lines: shown }) {
  const anchor = { center: "middle", left: "start", right: "end" }[align];
  const group = s("g", {});
  shown.forEach((line, n) => group.append(halo({ x: round(x), y: round(top + size * (0.85 + n * 1.18)), "font-size": size, "font-weight": weightOf(i), fill: colors().ink, "text-anchor": anchor }, clean(line))));
  return group;
}
function lineCaption({ line, text: words, x, y, size, symbol }) {
  const look = D.statuses[line.status], color = look.color[dark()], group = s("g", {}), r = size * 0.55, k = (2 * r * 0.72) / 24;
  if (symbol) group.append(s("circle", { cx: round(x + r), cy: round(y), r: round(r + 1), fill: color, stroke: colors().paper, "stroke-width": 1.5 }),
    s("path", { d: look.symbol, fill: colors().onColor, "fill-rule": "evenodd", transform: `translate(${round(x + r - 12 * k)} ${round(y - 12 * k)}) scale(${k.toFixed(3)})` }));
  if (words) group.append(halo({ x: round(x + symbol), y: round(y + size * 0.34), "font-size": size, "font-weight": 500, fill: symbol ? color : colors().muted }, clean(words)));
  return group;
}

/* ---------- title and legend below the picture ---------- */
function footRows(things, drawn, wide) {
  const kinds = [...new Set(things.map((i) => T.kind[i]))].sort((a, b) => a - b), statuses = [...new Set(drawn.map((line) => line.status))].sort((a, b) => a - b);
  const inside = new Set(things), keys = new Set(drawn.map((line) => line.key)), used = V.ties.filter((tie) => inside.has(tie.thing) && keys.has(tie.line.key));
  const isUsed = { said: used.some((tie) => tie.says), scene: used.some((tie) => !tie.says), about: things.some((i) => (T.about[i] || []).some((other) => inside.has(other))) };
  const items = [...statuses.map((i) => ({ status: i, name: D.statuses[i].label })), ...TIE_ENTRIES.filter(([tie]) => S[tie] && isUsed[tie]).map(([, mark, name]) => ({ tie: mark, name })), ...kinds.map((i) => ({ kind: i, name: D.kinds[i].label }))];
  const rows = [[]];
  let x = 0;
  measure.font = `500 14px ${FACE}`;
  for (const item of items) {
    const width = measure.measureText(item.name).width + (item.kind === undefined ? 44 : 26) + 22;
    if (x + width > wide - 2 * MARGIN && rows[rows.length - 1].length) { rows.push([]); x = 0; }
    rows[rows.length - 1].push({ ...item, x });
    x += width;
  }
  return rows;
}
function footer(x, y, rows) {
  const palette = colors(), group = s("g", {}, s("text", { x: round(x), y: round(y), "font-size": 22, "font-weight": 600, fill: palette.ink }, clean(clip(D.title, 90))),
    s("text", { x: round(x), y: round(y + 22), "font-size": 14, fill: palette.muted }, clean($("count").textContent + articleSummary())));
  rows.forEach((row, n) => row.forEach((item) => {
    const mark = item.tie ? tieMark(...item.tie) : item.kind === undefined ? lineMark(item.status) : iconMark(item.kind, 18), top = y + 36 + n * 24;
    mark.setAttribute("x", round(x + item.x));
    mark.setAttribute("y", round(top));
    mark.removeAttribute("class");
    group.append(mark, s("text", { x: round(x + item.x + (item.kind === undefined ? 42 : 24)), y: round(top + 14), "font-size": 14, fill: palette.ink }, clean(item.name)));
  }));
  return group;
}
function articleSummary() {
  const days = A.issued.filter(Boolean).sort(), n = A.iri.length;
  if (n === 1) return " · " + clip(A.title[0], 70) + (days[0] ? ", " + dayText(days[0]) : "");
  return days.length ? ` from ${dayText(days[0])} to ${dayText(days[days.length - 1])}` : "";
}

function savePng() {
  const picture = svgPicture(), width = Number(picture.getAttribute("width")), height = Number(picture.getAttribute("height"));
  // Browsers refuse canvases much above 16,000 pixels a side or 200 million in all.
  const k = Math.min(2, 12000 / width, 12000 / height, Math.sqrt(1e8 / (width * height)));
  const image = new Image(), url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * k);
    canvas.height = Math.round(height * k);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => saveFile(fileName(".png"), blob));
  };
  image.src = url;
}

/* ---------- paper ---------- */
const PRINT_ROWS = 400;
function preparePrint() {
  const claims = shownClaims(), shownTheme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light"; // paper is white
  fill($("print"), S.view === "graph" ? h("figure", {}, svgPicture()) : h("h2", {}, D.title),
    h("table", {}, h("thead", {}, h("tr", {}, ["Statement", "Status", "Says who", "When", "Words"].map((name) => h("th", {}, name)))),
      h("tbody", {}, claims.slice(0, PRINT_ROWS).map((i) => h("tr", {}, h("td", {}, bdi(clip(sentence(i), 300))), h("td", {}, D.statuses[C.status[i]].label), h("td", {}, speakers(i).map(label).map((name) => clip(name, 80)).join(", ")), h("td", {}, whenText(i)), h("td", {}, bdi(clip(firstQuote(i), 300))))))),
    claims.length > PRINT_ROWS ? h("p", {}, `${plural(claims.length - PRINT_ROWS, "further statement")} not printed.`) : null);
  document.documentElement.dataset.theme = shownTheme;
}
