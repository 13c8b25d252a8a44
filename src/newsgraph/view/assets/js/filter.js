// Which statements pass the filters, and the months (or days, or years) they fall in.

const MAX_BINS = 48;

/** Calendar steps, finest first. `floor` gives the first day of the first step, in the earliest day's own month or year; `next` that of the step after. */
const UNITS = [
  { name: "day", show: { day: "numeric", month: "short", year: "numeric" }, floor: (y, m, d) => [y, m, d], next: (y, m, d) => [y, m, d + 1] },
  { name: "month", show: { month: "short", year: "numeric" }, floor: (y, m) => [y, m, 1], next: (y, m) => [y, m + 1, 1] },
  { name: "quarter", show: { month: "short", year: "numeric" }, floor: (y, m) => [y, m, 1], next: (y, m) => [y, m + 3, 1] },
  ...[1, 2, 5, 10, 50, 100, 1000].map((k) => ({ name: "year", show: { year: "numeric" }, floor: (y) => [y, 0, 1], next: (y) => [y + k, 0, 1] })),
];

function calendarDay([year, month, day]) {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month, day);
  return Math.floor(date.getTime() / 864e5);
}
function calendarParts(day) {
  const date = new Date(day * 864e5);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

/** First days of the slider's steps, one more than there are steps; empty if no statement is dated. */
const BINS = (() => {
  let low = Infinity, high = -Infinity;
  for (const days of [DAYS.first, DAYS.last]) for (const day of days) if (Number.isFinite(day)) { low = Math.min(low, day); high = Math.max(high, day); }
  if (low > high) return { edges: [], unit: UNITS[0], high };
  for (const unit of UNITS) {
    const edges = [calendarDay(unit.floor(...calendarParts(low)))];
    while (edges[edges.length - 1] <= high && edges.length <= MAX_BINS + 1) edges.push(calendarDay(unit.next(...calendarParts(edges[edges.length - 1]))));
    if (edges.length <= MAX_BINS + 1) return { edges, unit, high };
  }
  const step = Math.ceil((high + 1 - low) / MAX_BINS);
  return { edges: Array.from({ length: MAX_BINS + 1 }, (_, i) => low + i * step), unit: UNITS[3], high };
})();
const N_BINS = Math.max(0, BINS.edges.length - 1);

/** Steps chosen on the slider: [first, last]. */
function chosenBins() {
  const at = (iso, otherwise) => {
    const day = dayNumber(iso || "");
    if (Number.isNaN(day)) return otherwise;
    let bin = 0;
    while (bin < N_BINS - 1 && BINS.edges[bin + 1] <= day) bin++;
    return bin;
  };
  return [at(S.from, 0), at(S.to, N_BINS - 1)];
}
const edgeText = (day) => new Date(day * 864e5).toLocaleDateString("en-GB", { ...BINS.unit.show, timeZone: "UTC" });
/** When a step begins, and when it ends: not after the last day there is. */
const binStart = (bin) => edgeText(BINS.edges[bin]);
const binEnd = (bin) => edgeText(Math.min(BINS.edges[bin + 1] - 1, BINS.high));

const live = new Uint8Array(M);
const liveAt = new Int32Array(N);
let nLive = 0;
let filtered = false;

/** Mark the statements that pass, and count them at each thing. */
function refreshLive() {
  const [first, last] = chosenBins(), timed = N_BINS > 0 && (first > 0 || last < N_BINS - 1);
  const low = timed ? BINS.edges[first] : -Infinity, high = timed ? BINS.edges[last + 1] : Infinity, least = S.confidence / 100;
  filtered = timed || S.confidence > 0 || S.hideKinds.size > 0 || S.hideStatuses.size > 0;
  liveAt.fill(0);
  nLive = 0;
  for (let i = 0; i < M; i++) {
    const a = C.subject[i], b = C.object[i];
    const on = !S.hideStatuses.has(C.status[i]) && !S.hideKinds.has(T.kind[a]) && !S.hideKinds.has(T.kind[b])
      && (least === 0 || C.confidence[i] >= least) && (!timed || (DAYS.last[i] >= low && DAYS.first[i] < high));
    live[i] = on ? 1 : 0;
    if (!on) continue;
    nLive++;
    liveAt[a]++;
    if (a !== b) liveAt[b]++;
    if (filtered) for (const [thing] of ties(i)) liveAt[thing]++;
  }
}

/** Statements per step of the slider that pass all other filters would be costly; these are all statements. */
const BIN_COUNTS = (() => {
  const change = new Int32Array(N_BINS + 1);
  const binOf = (day) => { let a = 0, b = N_BINS - 1; while (a < b) { const m = (a + b + 1) >> 1; if (BINS.edges[m] <= day) a = m; else b = m - 1; } return a; };
  for (let i = 0; N_BINS && i < M; i++) {
    if (Number.isNaN(DAYS.first[i])) continue;
    change[Number.isFinite(DAYS.first[i]) ? binOf(DAYS.first[i]) : 0]++;
    change[(Number.isFinite(DAYS.last[i]) ? binOf(DAYS.last[i]) : N_BINS - 1) + 1]--;
  }
  let sum = 0;
  return Array.from({ length: N_BINS }, (_, i) => (sum += change[i]));
})();
