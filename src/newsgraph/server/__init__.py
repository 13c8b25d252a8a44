"""Answer SPARQL and show the page over HTTP, on loopback."""
