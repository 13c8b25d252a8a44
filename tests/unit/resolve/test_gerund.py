"""The -ing form that names what happened to somebody: "stopping of the talks"."""

from __future__ import annotations

import pytest

from newsgraph.lexicon import load_lexicon
from newsgraph.resolve.arguments import _gerund

FORMS = """stop stopping|set setting|begin beginning|win winning|bar barring|quit quitting|refer referring|occur occurring|commit committing|run running
drop dropping|ban banning|cut cutting|plan planning|expel expelling|rise rising|die dying|agree agreeing|elect electing|visit visiting|open opening
offer offering|fail failing|speak speaking|act acting|fix fixing|show showing|stay staying|help helping|sell selling|end ending|happen happening
collapse collapsing|free freeing|dye dyeing|tie tying|suffer suffering|emerge emerging|spread spreading|limit limiting|benefit benefiting"""
ROWS = [(verb, form) for line in FORMS.splitlines() for verb, _, form in (pair.partition(" ") for pair in line.split("|"))]


@pytest.mark.parametrize(("verb", "form"), ROWS, ids=[verb for verb, _ in ROWS])
def test_gerund_is_spelt_right(verb: str, form: str) -> None:
    assert _gerund(verb, load_lexicon().words["doubling_verb"]) == form


def test_table_is_complete() -> None:
    assert len(ROWS) == 41
