const D = JSON.parse(document.getElementById("data").textContent);
const S = D.statements;
const nodes = D.vis.nodes.map((n, i) => ({ ...n, color: D.kinds[D.things.kind[i]].color[0] }));
const edges = S.iri.map((_, i) => ({ from: S.subject[i], to: S.object[i], label: D.relations[S.relation[i]].label, arrows: "to",
  color: D.statuses[S.status[i]].color[0], dashes: D.statuses[S.status[i]].dash.length ? D.statuses[S.status[i]].dash : false }))
  .filter((e) => e.from < nodes.length && e.to < nodes.length);
new vis.Network(document.getElementById("net"), { nodes, edges }, { physics: false, layout: { improvedLayout: false } });
