"""Mint IRIs from stable content: the same thing gets the same IRI in every run, on every machine.

| thing | IRI below https://w3id.org/newsgraph/ |
|---|---|
| shared entity | `id/<slug>`; `id/<slug>~<identity>` where two things of one reading have one name |
| article-scoped entity | `id/<article>/<slug>`; a second one of the same name gets `__2` |
| statement | `statement/<article>-<16 hexadecimal digits of the hash of its content>` |
| text span | `article/<article>#char=<start>,<end>` (RFC 5147, Unicode code points) |
| article, its graph | `article/<article>`, `graph/<article>` |

A label gives neither `~`, `/` nor two `_` in a row, so what follows them was never part of it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring_ascii

from newsgraph.model import Entity, Scope
from newsgraph.namespaces import BASE, ID

__all__ = ["article_iri", "canonical", "entity_iris", "graph_iri", "short_hash", "slug", "span_iri", "statement_iri"]

MAX_SLUG_CHARS = 120
"""Label characters kept in an IRI: every phrase of the sample article fits, and Virtuoso's limit of 1,900 bytes is far even in CJK."""

HASH_DIGITS = 16
"""Hexadecimal digits of a statement's hash: 64 bits, within one article."""

KEPT_LABELS = 4096
"""Labels whose forms are kept: each is asked for two or three times in its article, and those of known things again and again."""

CUT_DIGITS = 8
"""Hexadecimal digits that tell apart two long labels cut at the same word."""

CUT = "__"
"""Before a hash or a number; unlike `~` it needs no escape in Turtle."""

KEPT_ASCII = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!$&'()*+,;=:@")
"""ASCII that may stand in one segment of an IRI path, without `_`, which stands for a blank, and `~`, which we keep for suffixes."""

PLAIN = re.compile(f"[{re.escape(''.join(sorted(KEPT_ASCII)))} ]*")
"""Labels of nothing but that and blanks."""

UCSCHAR = (
    (0xA0, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFEF),
    *((plane, plane + 0xFFFD) for plane in range(0x10000, 0xE0000, 0x10000)),
    (0xE1000, 0xEFFFD),
)
"""First and last code points that IRIs may hold. Source: https://www.rfc-editor.org/rfc/rfc3987#section-2.2"""

UNSEEN = frozenset(chain([0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF], range(0x202A, 0x202F), range(0x2060, 0x2070)))
"""Invisible characters and those that turn the text round, which RFC 3987 §4.1 keeps out of IRIs. The two joiners, which spell
Persian and Indic words, are not among them. A fixed list: `unicodedata` knows other characters in every Python version."""


def _is_kept(char: str) -> bool:
    """Tell whether a character may stand in a slug as it is."""
    code = ord(char)
    if code < UCSCHAR[0][0]:
        return char in KEPT_ASCII
    return code not in UNSEEN and any(first <= code <= last for first, last in UCSCHAR)


def _encode(char: str) -> str:
    return char if _is_kept(char) else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def short_hash(content: str, digits: int) -> str:
    """Return the first hexadecimal digits of the SHA-256 of `content`."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


@lru_cache(maxsize=KEPT_LABELS)
def canonical(label: str) -> str:
    """Return a label in NFC, with every run of white space one blank: equal names are equal strings."""
    return " ".join((label if label.isascii() else unicodedata.normalize("NFC", label)).split())


@lru_cache(maxsize=KEPT_LABELS)
def slug(label: str, *, max_chars: int = MAX_SLUG_CHARS) -> str:
    """Return the part of an IRI that stands for a label, in any script, with its case kept.

    Blanks become `_`; what no IRI segment may hold is percent-encoded as UTF-8, and so is a `_` of the label. A label of more
    than `max_chars` characters is cut after a word and gets `__` and a hash of the whole. So two labels share a slug only if
    they are the same in `canonical` form.
    """
    words = canonical(label)
    kept, tail = words, ""
    if len(words) > max_chars:
        head = words[:max_chars]
        at_word = head.rpartition(" ")[0] if words[max_chars] != " " else head
        kept, tail = at_word or head, CUT + short_hash(words, CUT_DIGITS)
    encoded = kept.replace(" ", "_") if PLAIN.fullmatch(kept) else "".join("_" if char == " " else _encode(char) for char in kept)
    if not encoded.strip("."):  # "." and ".." are steps, not names
        encoded = encoded.replace(".", "%2E")
    return encoded + tail


def article_iri(key: str) -> str:
    """Return the IRI of an article."""
    return f"{BASE}article/{key}"


def graph_iri(key: str) -> str:
    """Return the IRI of an article's named graph."""
    return f"{BASE}graph/{key}"


def span_iri(key: str, start_char: int, end_char: int) -> str:
    """Return the IRI of a half-open stretch of an article's text.

    Source: https://www.rfc-editor.org/rfc/rfc5147#section-2.2.1
    """
    return f"{BASE}article/{key}#char={start_char},{end_char}"


def statement_iri(key: str, content: Iterable[str | list[str]]) -> str:
    """Return the IRI of a statement from its content: strings and lists of strings in a fixed order."""
    return f"{BASE}statement/{key}-{short_hash(_as_json(content), HASH_DIGITS)}"


def _as_json(content: Iterable[str | list[str]]) -> str:
    """Return what `json.dumps` gives for a list of strings and lists of strings, in a third of its time."""
    return f"[{', '.join([encode_basestring_ascii(each) if isinstance(each, str) else _as_json(each) for each in content])}]"


def entity_iris(entities: Mapping[str, Entity], key: str) -> dict[str, str]:
    """Return the IRI of every entity of a reading, by entity id.

    Two entities share an IRI only if they share slug, scope and a non-empty identity.
    """
    shared = _shared_names([entity for entity in entities.values() if entity.scope is Scope.SHARED])
    local = _local_names([entity for entity in entities.values() if entity.scope is Scope.ARTICLE])
    iris = {entity_id: ID + name for entity_id, name in shared.items()}
    iris.update({entity_id: f"{ID}{key}/{name}" for entity_id, name in local.items()})
    return iris


def _plain_names(entities: list[Entity]) -> dict[str, str]:
    """Return the slug of each if no two share one, as is the rule; else nothing."""
    names = {entity.id: slug(entity.label) for entity in entities}
    return names if len(set(names.values())) == len(entities) else {}


def _by_slug(entities: Iterable[Entity]) -> list[tuple[str, list[Entity]]]:
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entity in sorted(entities, key=_order):
        groups[slug(entity.label)].append(entity)
    return sorted(groups.items())


def _order(entity: Entity) -> tuple[str, str, str, tuple[str, ...], str]:
    """Order entities by content first, by id only where content is the same."""
    when = entity.when
    time = f"{when.start or date.min} {when.end or date.max} {when.text}" if when else ""
    return entity.type, entity.label, time, entity.about, entity.id


def _shared_names(entities: list[Entity]) -> dict[str, str]:
    names = _plain_names(entities)
    for name, group in _by_slug(entities) if not names else ():
        unknown = [entity for entity in group if not entity.identity]
        known = {entity.identity for entity in group if entity.identity}
        is_conflict = len(known) + len(unknown) > 1
        for entity in group:
            if entity.identity:
                names[entity.id] = f"{name}~{slug(entity.identity)}" if is_conflict else name
        if len(unknown) == 1:
            names[unknown[0].id] = name
        else:
            names.update(_numbered(unknown, [f"{name}~{slug(entity.type)}" for entity in unknown], "-"))
    return names


def _local_names(entities: list[Entity]) -> dict[str, str]:
    names = _plain_names(entities)
    for name, group in _by_slug(entities) if not names else ():
        names.update(_numbered(group, [name] * len(group), CUT))
    return names


def _numbered(entities: list[Entity], names: list[str], separator: str) -> dict[str, str]:
    """Give the second and later bearers of one name a number."""
    seen: dict[str, int] = defaultdict(int)
    numbered: dict[str, str] = {}
    for entity, name in zip(entities, names, strict=True):
        seen[name] += 1
        numbered[entity.id] = name if seen[name] == 1 else f"{name}{separator}{seen[name]}"
    return numbered
