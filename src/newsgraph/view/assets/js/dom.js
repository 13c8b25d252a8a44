// Build elements. Text only ever becomes a text node, so nothing from the data is parsed as markup.

const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);

/** Make an element: `h("a", { href: "#" }, "text", child)`. Properties that start with "on" are listeners; null and false are left out. */
function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "cls") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(4)) if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
}

function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Make an SVG element with attributes. */
function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Text from an article: its direction must not leak into what stands beside it. */
const bdi = (text) => h("bdi", {}, text);

/** A disc with an icon, as on the canvas. */
function iconMark(kind, size = 18) {
  const k = D.kinds[kind];
  const transform = "translate(5.4 5.4) scale(.55)";
  return s("svg", { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", class: "mark" },
    s("circle", { cx: 12, cy: 12, r: 12, fill: k.color[dark()] }),
    s("path", { d: k.icon, fill: colors().onColor, "fill-rule": "evenodd", transform }));
}

/** A piece of line with its symbol, as on the canvas. */
function lineMark(status) {
  const look = D.statuses[status], color = look.color[dark()];
  const svg = s("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true", class: "mark" },
    s("line", { x1: 1, x2: 33, y1: 8, y2: 8, stroke: color, "stroke-width": 2.4, "stroke-dasharray": look.dash.map((v) => v * 0.8).join(" ") || null }));
  if (look.symbol) {
    svg.append(s("circle", { cx: 17, cy: 8, r: 7.5, fill: color }),
      s("path", { d: look.symbol, fill: colors().onColor, "fill-rule": "evenodd", transform: "translate(11.6 2.6) scale(.45)" }));
  }
  return svg;
}

const say = (text) => { $("live").textContent = text; };

function saveFile(name, blob) {
  const url = URL.createObjectURL(blob), link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
