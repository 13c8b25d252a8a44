"""Find the folders of data that belong to newsgraph: the ontology and the shipped queries.

In a source checkout they stand at the top, beside `src/`; in an installed wheel they stand inside the package, under
`_data/`. Only this module knows the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from newsgraph.errors import ResourceError

__all__ = ["DataKind", "data_path"]

DataKind = Literal["ontology", "queries"]

LANDMARKS: dict[str, str] = {"ontology": "newsgraph.ttl", "queries": "*.rq"}
"""What a folder must hold to be ours; a stray folder of the same name beside the package is not."""

PACKAGE = Path(__file__).resolve().parent


def data_path(kind: DataKind, *, package: Path = PACKAGE) -> Path:
    """Return the folder of one kind of data, as an absolute path.

    Args:
        kind: "ontology" (Turtle, lexicon, authority tables) or "queries" (SPARQL files).
        package: Folder of the `newsgraph` package; given only where another tree is looked at.

    Raises:
        ResourceError: The kind is unknown, or neither a checkout nor an installed package holds the folder.
    """
    landmark = LANDMARKS.get(kind)
    if landmark is None:
        raise ResourceError(f"there is no data folder of kind {kind!r}; the kinds are {', '.join(sorted(LANDMARKS))}")
    places = (package / "_data" / kind, package.parent.parent / kind)
    for place in places:
        if place.is_dir() and any(place.glob(landmark)):
            return place
    looked = " and ".join(str(place) for place in places)
    raise ResourceError(f"the folder {kind!r} with {landmark} is missing: looked in {looked}; install newsgraph again or work in a full checkout")
