// Which things and lines are drawn: the weightiest, what was opened, and what is near the selection. The rest is folded and counted.

const OPEN_STEP = 24;
const NEAR_MAX = 60;
const BUNDLES_EACH = 2;

/** What is drawn now; rebuilt by `refreshVisible`. */
let V = null;

const isAllowed = (thing) => !S.hideKinds.has(T.kind[thing]) && (!filtered || liveAt[thing] > 0);

function refreshVisible() {
  const shown = new Set(), placedBy = new Map();
  // In a folded graph a thing and what is near it are drawn alone: among a hundred strangers they would be lost.
  const alone = S.thing >= 0 && S.hops > 0 && N > FROM_LAYOUT[D.start].length;
  const target = alone ? 0 : FROM_LAYOUT[S.level].length;
  for (let i = 0; i < N && shown.size < target; i++) if (isAllowed(i)) shown.add(i);
  const add = (thing, host) => { if (!shown.has(thing)) { shown.add(thing); placedBy.set(thing, host); } };
  for (const host of alone ? [] : S.opened) {
    let room = OPEN_STEP;
    for (const child of children(host)) if (room > 0 && isAllowed(child) && !shown.has(child)) { add(child, host); room--; }
  }
  for (const thing of selectedThings()) addWithHost(thing, shown, add);
  const lit = neighbourhood(shown, add);
  const { owner, folded, lost } = findOwners(shown);
  V = { shown: [...shown].sort((a, b) => a - b), has: shown, placedBy, lit, owner, folded, lost, alone };
  V.lines = gatherLines();
  if (V.lit) litLines();
  V.ties = gatherTies();
  V.bundles = gatherBundles();
}

function selectedThings() {
  if (S.thing >= 0) return [S.thing];
  if (S.claim >= 0) return [C.subject[S.claim], C.object[S.claim], ...ties(S.claim).map((tie) => tie[0])];
  return S.pair || [];
}

/** Show a thing beside the nearest shown thing it is folded under. */
function addWithHost(thing, shown, add) {
  if (shown.has(thing)) return;
  let host = T.parent[thing];
  while (host >= 0 && !shown.has(host)) host = T.parent[host];
  add(thing, host);
}

/** Things and lines in the light, or null when everything is; adds the selection's nearest neighbours to what is shown. */
function neighbourhood(shown, add) {
  if (S.pair) return { things: new Set(S.pair) };
  if (S.claim >= 0) return { things: new Set(selectedThings()) };
  if (S.thing < 0 || S.hops === 0) return null;
  const things = new Set([S.thing]);
  let front = [S.thing], left = 0;
  for (let hop = 0; hop < S.hops; hop++) {
    const next = new Set();
    for (const thing of front) {
      for (const i of atThing(thing)) if (live[i]) next.add(C.subject[i] === thing ? C.object[i] : C.subject[i]);
      for (const i of tiedTo(thing)) if (live[i]) next.add(C.subject[i]).add(C.object[i]);
    }
    const ranked = [...next].filter((i) => !things.has(i)).sort((a, b) => a - b);
    let room = NEAR_MAX;
    front = ranked.filter((i) => shown.has(i) || room-- > 0);
    left += ranked.length - front.length;
    for (const i of front) addNear(i, things, shown, add);
    for (const i of front) things.add(i);
  }
  return { things, left };
}

function addNear(thing, things, shown, add) {
  if (shown.has(thing)) return;
  if (things.size === 1) { add(thing, S.thing); return; }
  for (const i of atThing(thing)) {
    const other = C.subject[i] === thing ? C.object[i] : C.subject[i];
    if (live[i] && things.has(other)) { add(thing, other); return; }
  }
  add(thing, S.thing);
}

/** For each thing the shown one it is folded under (itself if shown, -1 if none), and how many are folded under each. */
function findOwners(shown) {
  const owner = new Int32Array(N), folded = new Map();
  let lost = 0;
  for (let i = 0; i < N; i++) {
    owner[i] = shown.has(i) ? i : T.parent[i] >= 0 ? owner[T.parent[i]] : -1;
    if (owner[i] === i || !isAllowed(i)) continue;
    if (owner[i] < 0) lost++;
    else folded.set(owner[i], (folded.get(owner[i]) || 0) + 1);
  }
  return { owner, folded, lost };
}

/** One line for all statements of one status from one thing to another. */
function gatherLines() {
  const found = new Map();
  for (const thing of V.shown) {
    for (const i of atThing(thing)) {
      if (!live[i] || C.subject[i] !== thing || !V.has.has(C.object[i])) continue;
      const key = `${thing}-${C.object[i]}-${C.status[i]}`;
      if (!found.has(key)) found.set(key, { key, from: thing, to: C.object[i], status: C.status[i], claims: [] });
      found.get(key).claims.push(i);
    }
  }
  const turns = new Map();
  const ordered = [...found.values()].sort((a, b) => a.from - b.from || a.to - b.to || a.status - b.status);
  for (const line of ordered) {
    const pair = `${line.from}-${line.to}`;
    line.turn = turns.get(pair) || 0;
    turns.set(pair, line.turn + 1);
  }
  return new Map(ordered.map((line) => [line.key, line]));
}

function litLines() {
  V.lit.lines = new Set();
  for (const line of V.lines.values()) {
    const ends = V.lit.things.has(line.from) && V.lit.things.has(line.to);
    const own = () => line.from === S.thing || line.to === S.thing || line.claims.some((i) => ties(i).some((tie) => tie[0] === S.thing));
    if (S.claim >= 0 ? line.claims.includes(S.claim) : ends && (S.hops === 2 || S.pair || own())) V.lit.lines.add(line.key);
  }
}

/** Who says the statements of a line, and where: each thing once for each line, and only where both are shown. */
function gatherTies() {
  const found = new Map();
  for (const line of V.lines.values()) {
    for (const i of line.claims) for (const [thing, says] of ties(i)) if (V.has.has(thing)) found.set(`${line.key} ${thing} ${says}`, { line, thing, says });
  }
  return [...found.values()];
}

/** Faint lines for statements of folded things, the strongest few of each shown thing. */
function gatherBundles() {
  if (N === V.shown.length || V.alone) return [];
  const counts = new Map();
  const bundle = (a, b) => {
    if (a < 0 || b < 0 || a === b) return;
    const key = a < b ? a * N + b : b * N + a;
    counts.set(key, (counts.get(key) || 0) + 1);
  };
  for (let i = 0; i < M; i++) {
    if (!live[i]) continue;
    const a = V.owner[C.subject[i]], b = V.owner[C.object[i]], whole = a === C.subject[i] && b === C.object[i];
    if (!whole) bundle(a, b);
    for (const [thing] of ties(i)) if (!whole || V.owner[thing] !== thing) bundle(V.owner[thing], a);
  }
  const direct = new Set([...V.lines.values()].map((line) => Math.min(line.from, line.to) * N + Math.max(line.from, line.to)));
  const used = new Map(), bundles = [];
  for (const [key, count] of [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0])) {
    const a = Math.floor(key / N), b = key % N;
    if (direct.has(key) || (used.get(a) || 0) >= BUNDLES_EACH || (used.get(b) || 0) >= BUNDLES_EACH) continue;
    used.set(a, (used.get(a) || 0) + 1);
    used.set(b, (used.get(b) || 0) + 1);
    bundles.push({ a, b, count });
  }
  return bundles;
}
