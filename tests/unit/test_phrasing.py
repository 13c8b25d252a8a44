"""The notation of phrasings: what each line stands for, and which lines are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import OntologyError
from newsgraph.lexicon import load_lexicon
from newsgraph.ontology import load
from newsgraph.phrasing import Argument, Frame, FrameKind, parse_phrasing

RESTRICTIONS = frozenset(
    "agent change city country event facility goods group instrument measure meeting organization person place policy position thing union".split()
)

PHRASINGS: list[tuple[str, FrameKind, str, str, str, str]] = [  # text, kind, heads, first slot, particle, arguments
    ("SUBJ chair OBJ", FrameKind.VERB, "chair", "SUBJ", "", "OBJ"),
    ("SUBJ chair|co-chair OBJ", FrameKind.VERB, "chair co-chair", "SUBJ", "", "OBJ"),
    ("SUBJ preside over OBJ", FrameKind.VERB, "preside", "SUBJ", "", "over>OBJ"),
    ("SUBJ be member of|in OBJ", FrameKind.COPULA, "member", "SUBJ", "", "in,of>OBJ"),
    ("SUBJ be against OBJ", FrameKind.VERB, "be", "SUBJ", "", "against>OBJ"),
    ("SUBJ be OBJ:position", FrameKind.VERB, "be", "SUBJ", "", "OBJ:position"),
    ("SUBJ impose sanction|embargo on|against OBJ:agent", FrameKind.VERB, "impose", "SUBJ", "", "[embargo,sanction] against,on>OBJ:agent"),
    ("SUBJ hold joint_exercise with OBJ", FrameKind.VERB, "hold", "SUBJ", "", "[joint exercise] with>OBJ"),
    ("SUBJ rule out OBJ", FrameKind.VERB, "rule", "SUBJ", "out", "OBJ"),
    ("SUBJ set up OBJ", FrameKind.VERB, "set", "SUBJ", "up", "OBJ"),
    ("SUBJ take over chair of OBJ", FrameKind.VERB, "take", "SUBJ", "over", "[chair] of>OBJ"),
    ("SUBJ speak out against OBJ", FrameKind.VERB, "speak", "SUBJ", "out", "against>OBJ"),
    ("SUBJ sign on to OBJ", FrameKind.VERB, "sign", "SUBJ", "on", "to>OBJ"),
    ("SUBJ urge WHO DO", FrameKind.VERB, "urge", "SUBJ", "", "WHO DO"),
    ("SUBJ commit SELF to DO", FrameKind.VERB, "commit", "SUBJ", "", "SELF to>DO"),
    ("X appoint SUBJ as OBJ:position", FrameKind.VERB, "appoint", "X", "", "SUBJ as>OBJ:position"),
    ("OBJ receive X:goods from SUBJ", FrameKind.VERB, "receive", "OBJ", "", "X:goods from>SUBJ"),
    ("OBJ:event bring together SUBJ", FrameKind.VERB, "bring", "OBJ:event", "together", "SUBJ"),
    ("PAIR meet", FrameKind.VERB, "meet", "PAIR", "", ""),
    ("SUBJ rise|fall", FrameKind.VERB, "fall rise", "SUBJ", "", ""),
    ("OBJ face sanction", FrameKind.VERB, "face", "OBJ", "", "[sanction]"),
    ("accession to OBJ", FrameKind.NOUN, "accession", "", "", "to>OBJ"),
    ("talk between PAIR", FrameKind.NOUN, "talk", "", "", "between>PAIR"),
    ("attack|raid by SUBJ on OBJ", FrameKind.NOUN, "attack raid", "", "", "by>SUBJ on>OBJ"),
    ("delivery of X:goods to OBJ:agent", FrameKind.NOUN, "delivery", "", "", "of>X:goods to>OBJ:agent"),
]
REFUSED: list[tuple[str, str]] = [
    ("", "too short"),
    ("SUBJ", "too short"),
    ("chair {starts}", "too short"),
    ("SUBJ OBJ", "no verb after SUBJ"),
    ("SUBJ chair OBJ {began}", "unknown flag"),
    ("SUBJ chair {starts OBJ", "stray bracket"),
    ("SUBJ chair (OBJ)", "stray bracket"),
    ("SUBJ chair WHOM", "unknown slot WHOM"),
    ("SUBJ chair WHOM:agent", "unknown slot WHOM:agent"),
    ("SUBJ preside at of OBJ", "two prepositions"),
    ("SUBJ preside of", "ends in a preposition"),
    ("OBJ chair X", "does not say who"),
    ("X chair X", "does not say who"),
    ("SUBJ chair X", "does not say who"),
    ("WHO chair OBJ", "does not say who"),
    ("SUBJ lend OBJ:dragon", "unknown class 'dragon'"),
    ("SUBJ:thng lend OBJ", "unknown class 'thng'"),
    ("SUBJ lend OBJ:", "unknown class ''"),
    ("SUBJ attack_verbally OBJ", "'attack_verbally' in phrasing .* is no verb"),
]


def line(argument: Argument) -> str:
    """Return an argument in the notation of the table."""
    preps = ",".join(sorted(argument.preps))
    what = f"[{','.join(sorted(argument.nouns))}]" if argument.nouns else argument.slot + (":" + argument.restriction if argument.restriction else "")
    return f"{preps}>{what}" if preps else what


def parsed(text: str) -> Frame:
    return parse_phrasing("chairs", text, "a.ttl:7")


@pytest.mark.parametrize(("text", "kind", "heads", "first", "particle", "arguments"), PHRASINGS, ids=[row[0] for row in PHRASINGS])
def test_phrasing_stands_for_a_frame(text: str, kind: FrameKind, heads: str, first: str, particle: str, arguments: str) -> None:
    frame = parsed(text)
    slot = frame.first + (":" + frame.first_restriction if frame.first_restriction else "")
    found = (frame.kind, " ".join(sorted(frame.heads)), slot, frame.particle, " ".join(map(line, frame.arguments)))
    assert found == (kind, heads, first, particle, arguments)
    assert (frame.relation, frame.text, frame.flags) == ("chairs", text, frozenset())


@pytest.mark.parametrize("flag", ["starts", "ends", "Negative", "Proposed", "Intended", "Possible", "event", "whole"])
def test_flag_may_stand_anywhere(flag: str) -> None:
    plain, flagged = parsed("SUBJ chair OBJ"), [parsed(f"SUBJ chair OBJ {{{flag}}}"), parsed(f"{{{flag}}} SUBJ chair OBJ")]
    assert {frame.flags for frame in flagged} == {frozenset({flag})}
    assert {(frame.heads, frame.arguments, frame.specificity) for frame in flagged} == {(plain.heads, plain.arguments, plain.specificity)}


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_broken_phrasing_is_refused(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        parsed(text)
    assert str(caught.value).startswith("a.ttl:7: ")


def test_more_wanted_is_more_specific() -> None:
    order = ["SUBJ take OBJ", "SUBJ take OBJ:agent", "SUBJ take chair of OBJ", "SUBJ take over chair of OBJ"]
    weights = [parsed(text).specificity for text in order]
    assert weights == sorted(set(weights))


@given(
    st.lists(
        st.sampled_from("SUBJ OBJ DO WHO X PAIR SELF be chair of on over up out sanction|embargo OBJ:agent {starts} { X: OBJ:".split()),
        max_size=8,
    ).map(" ".join)
)
def test_any_line_is_a_frame_or_refused(text: str) -> None:
    try:
        frame = parsed(text)
    except OntologyError as error:
        message = str(error)
    else:
        message = "a.ttl:7: "
        assert frame.heads
        assert all(argument.slot or argument.nouns for argument in frame.arguments)
    assert message.startswith("a.ttl:7: ")


def test_shipped_phrasings_restrict_to_known_classes() -> None:
    frames = [frame for relation in load().relations.values() for frame in relation.frames]
    used = {argument.restriction for frame in frames for argument in frame.arguments} | {frame.first_restriction for frame in frames}
    assert used - {""} == RESTRICTIONS
    assert len(frames) > 450


def test_shipped_phrasings_are_written_once() -> None:
    texts = [(frame.relation, frame.text) for relation in load().relations.values() for frame in relation.frames]
    assert len(texts) == len(set(texts))


def test_shipped_verbs_are_words() -> None:
    frames = [frame for relation in load().relations.values() for frame in relation.frames if frame.kind is FrameKind.VERB]
    assert {head for frame in frames for head in frame.heads if not head.replace("-", "").isalpha()} == set()


def test_verb_of_no_words_is_refused() -> None:
    with pytest.raises(OntologyError, match="verb"):
        parsed("SUBJ | OBJ")


def test_goods_and_other_lexicon_classes_exist() -> None:
    classes = frozenset[str]().union(*load_lexicon().nouns.values())
    assert {"goods", "event", "meeting", "instrument", "organization", "person", "place"} <= classes


def test_tables_are_complete() -> None:
    assert (len(PHRASINGS), len(REFUSED)) == (25, 19)
