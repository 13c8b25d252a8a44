"""Make text from anywhere inert: for a script element, for XML, for a spreadsheet, for a link.

Labels, titles, quotes and IRIs come from strangers' articles. Nothing here judges them; they only lose the power to be anything but text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re

__all__ = ["content_hash", "csv_cell", "json_for_html", "plain_line", "web_address", "xml_text"]

_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_REPLACEMENT = "\ufffd"


def json_for_html(value: object) -> str:
    r"""Write JSON that cannot end a script element: no <, >, &, line separators or lone surrogates, each as `\uXXXX`.

    Raises:
        TypeError, ValueError: `value` is not JSON, or holds NaN.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def content_hash(text: str) -> str:
    """Return the source expression by which a content security policy allows exactly this inline script or style.

    Source: Content Security Policy Level 3, hash-source, https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def plain_line(text: str) -> str:
    """Return `text` on one line, without control characters and without marks that turn the direction of what follows."""
    return " ".join(_INVISIBLE.sub("", _CONTROL.sub(_REPLACEMENT, text)).split())


def xml_text(text: str) -> str:
    """Replace what XML 1.0 cannot hold by U+FFFD.

    Source: XML 1.0, production 2, https://www.w3.org/TR/xml/#charsets
    """
    return _CONTROL.sub(_REPLACEMENT, text)


def csv_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula: an apostrophe stands before = + - @, tab and return.

    Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    clean = xml_text(text)
    return "'" + clean if _FORMULA.match(clean) else clean


def web_address(iri: str) -> str:
    """Return `iri` if it is an http or https address, else ""."""
    return iri if re.fullmatch(r"https?://[^\s<>\"'`{}|\\^\x00-\x20]+", iri, re.IGNORECASE) else ""
