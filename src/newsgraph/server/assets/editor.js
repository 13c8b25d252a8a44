// Start the editor with the shipped queries as tabs. Nothing here, and nothing in the editor, asks any other server.
"use strict";
(() => {
  const given = JSON.parse(document.getElementById("given").textContent);
  const endpoint = new URL("sparql", document.baseURI).href;
  const Yasqe = Yasgui.Yasqe;

  // The editor's own lists of terms come from elsewhere; ours come from the ontology.
  const offer = (name, like, terms) =>
    Yasqe.forkAutocompleter(like, { name, bulk: true, persistenceId: null, get: () => Promise.resolve(terms) }, false);
  offer("newsgraph-classes", "class", given.classes);
  offer("newsgraph-properties", "property", given.properties);

  const yasgui = new Yasgui(document.getElementById("editor"), {
    requestConfig: { endpoint, method: "POST", headers: {} },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
    populateFromUrl: false,
    autoAddOnInit: false,
    persistenceId: "newsgraph-" + given.version,
    yasqe: {
      value: given.prefixes + "\nSELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 10\n",
      autocompleters: ["newsgraph-classes", "newsgraph-properties", "variables"],
      prefixCcApi: null,
      createShareableLink: null,
    },
  });

  if (Object.keys(yasgui._tabs).length === 0) {
    given.queries.forEach((query, number) => {
      yasgui.addTab(number === 0, { name: query.title, requestConfig: { endpoint }, yasqe: { value: query.text } });
    });
  }
  window.yasgui = yasgui;
  document.documentElement.dataset.ready = "1";
})();
