"""Find out in which encoding bytes are text: by byte order mark, by what declares it, as UTF-8, or by the look of the characters.

Sources: labels as in https://encoding.spec.whatwg.org/#names-and-labels (what is declared as ASCII or Latin-1 is windows-1252).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from newsgraph.errors import InputError

__all__ = ["UTF8", "Decoded", "decoded"]

UTF8 = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 first: its little-endian mark begins like that of UTF-16."""

_NAMES = {"cp1252": "windows-1252", "cp1250": "windows-1250", "mac_roman": "macintosh", "cp850": "IBM850"}
"""Encodings of English text that are not UTF-8, and their names on the web. The first is meant if it fits as well as another."""

_PENALTY = {"cp1250": 0.1, "cp850": 0.1}
"""How much worse rare encodings must not look to be meant: a few accents look alike in several."""

_WINDOWS = frozenset(["ascii", "iso8859-1", "cp1252"])
_DECLARED = (
    "utf-8",
    "utf-16",
    "utf-32",
    "iso8859",
    "iso2022",
    "cp",
    "koi8",
    "mac-",
    "mac_",
    "gb",
    "big5",
    "shift_jis",
    "euc_",
    "hz",
    "johab",
    "tis-620",
)
"""Starts of the names of encodings that a page may declare; others of Python's codecs are no encodings of text."""

_SAMPLE_BYTES = 100_000
MIN_NULS = 0.4
"""Share of NULs in every second byte by which English text in UTF-16 without a mark is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, without a byte order mark and with line ends as they were, and the encoding they were written in."""

    text: str
    encoding: str


def decoded(content: bytes, name: str, *, declared: str = "") -> Decoded:
    """Return the text of some bytes.

    Args:
        content: What was read.
        name: What the source is called in errors.
        declared: The encoding that a page or a server gives, in any spelling; it is believed if it fits and the bytes are not UTF-8.

    Raises:
        InputError: The bytes are no text, or broken UTF-8.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(text=_marked(content.removeprefix(mark), encoding, name), encoding=encoding.removesuffix("-le").removesuffix("-be"))
    if b"\0" in content:
        return Decoded(text=_wide(content, name), encoding="utf-16")
    try:
        return Decoded(text=content.decode(UTF8), encoding=UTF8)
    except UnicodeDecodeError as error:
        legacy = _legacy(content, declared)
        if legacy is None or (not declared and _is_broken_utf8(content, error)):
            raise InputError(
                f"{name} is not UTF-8 text (byte 0x{content[error.start]:02x} at {error.start}) and in no other encoding of English; "
                "mend it, or convert it with iconv"
            ) from error
        return Decoded(text=content.decode(legacy), encoding=_NAMES.get(legacy, legacy))


def _marked(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name} begins as {encoding.upper()} text, but byte {error.start} does not fit ({error.reason}); mend the file") from error


def _wide(content: bytes, name: str) -> str:
    """Return the text of UTF-16 without a byte order mark: English letters there have a NUL beside them."""
    sample = content[:_SAMPLE_BYTES]
    for encoding, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        half, other = sample[start::2], sample[1 - start :: 2]
        if half.count(0) >= MIN_NULS * len(half) and other.count(0) < 0.01 * len(other) + 1:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    raise InputError(f"{name} is a binary file (byte {content.index(0)} is NUL); give text, or a kind of file that newsgraph reads")


def _is_broken_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Whether most of what is not ASCII is well-formed UTF-8: then the rest is damage, not another encoding."""
    if error.end == len(content) and "unexpected end" in error.reason:
        return True
    text = content.decode(UTF8, "replace")
    n_bad = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - n_bad >= n_bad


def _legacy(content: bytes, declared: str) -> str | None:
    """Return the encoding that is declared, if it fits, else the likeliest one, or None if none makes sense."""
    if encoding := _known(declared):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            pass
        else:
            return encoding
    from charset_normalizer import from_bytes  # noqa: PLC0415  # not needed for most files

    # Repeats say nothing new, and the library's time grows with length.
    matches = from_bytes(content[:_SAMPLE_BYTES], cp_isolation=list(_NAMES), preemptive_behaviour=False, enable_fallback=False)
    found = {encoding: match.chaos for match in reversed(list(matches)) for encoding in match.could_be_from_charset}
    if not found:
        return None
    best = min(found, key=lambda each: (found[each] + _PENALTY.get(each, 0), list(_NAMES).index(each)))
    try:
        content.decode(best)
    except UnicodeDecodeError:
        return None
    return best


def _known(declared: str) -> str:
    """Return Python's name of a declared encoding, "" if it is none of text."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared.isascii() else ""
    except (LookupError, ValueError):
        return ""
    if name in _WINDOWS:
        return "cp1252"
    return name if name.startswith(_DECLARED) else ""
