"""Build many articles: several processes, one store, resumable."""
