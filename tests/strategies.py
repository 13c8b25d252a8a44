"""Make texts to throw at the reader: any Unicode, and news that has been through the mill."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

__all__ = ["any_text", "days", "mangled_news", "news"]

SUBJECTS = [
    "Kyrgyzstan", "The President of Kenya William Ruto", "Norway and Iceland", "The United Nations (UN)", "Officials", "He", "It", "They", "We",
    "Ms. Sandu, who chairs the council,", "The Kazakh foreign minister", "Neither Chad nor Mali", "The head of state", "All this", "Washington", "Both sides",
    "Exports", "A spokesman for the ministry", "The volumes of trade, aid and arms", "U.S. President Joe Biden's envoy", "Kofi Annan, 80,", "Who",
]  # fmt: skip
VERBS = [
    "chairs", "did not sign", "may attack", "was attacked by", "has been accused of attacking", "will meet", "said that Togo sanctioned", "urged Ghana to leave",
    "denied that it had shelled", "plans to join", "is expected to ratify", "is necessary to", "refused to recognise", "told reporters that it supports",
    "proposed that Peru withdraw from", "fell to", "were the increase of", "is", "has yet to sign", "reportedly aided", "and", "held talks with", "resigned as president of",
]  # fmt: skip
OBJECTS = [
    "the African Union", "the treaty", "its image and the capacity of the organization", "Kenya, Uganda and Tanzania", "prime minister of Japan", "it", "him",
    "a list of organizations recognized as terrorist", "talks between Greece and Turkey in Geneva", "enterprises, organizations and so on", "the session of the Council",
    "$2.5 billion in aid", "that", "sanctions on Iran and North Korea, respectively", "Resolution 1325 (2000)", "the “friendship” summit", "illegal migration", "",
]  # fmt: skip
ENDS = [
    ".", "!", "?", " in 2019.", " on Monday.", ", officials said.", ", according to Reuters.", " since June 2014.", " if Chad agrees.", ".And then", " from 2014 to 2016.",
    ",” he said.", ":", " - and left", " …", "", " two weeks ago.", " (Kazakhstan).", " without signing it.", ", but not Mali.", "; it did.",
]  # fmt: skip
STARTS = [
    "",
    "",
    "",
    "“",
    '"',
    "«",
    "‘",
    "According to Norway, ",
    "If ",
    "Although ",
    "BISHKEK, Nov. 9 (KABAR) - ",
    " date 2018-11-09 ",
    "In addition, ",
    "- ",
    "MINISTER CLARK: ",
]
BREAKS = [" ", " ", " ", "\n", "\n\n", "\n\n", "\r\n", "\u00a0", "  ", ""]
NOISE = [
    "“", "”", '"', "'", "«", "»", "„", "``", "''", "(", "[", ")", "]", "{", "<b>", "</b>", "&amp;", "&#8217;", "&nbsp;", "\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\n", "\n\n",
    "\t", ",", ";", ":", "—", "–", "...", "\u0301", "\U0001f1f3\U0001f1f4", "שלום", "مرحبا", "中国", "Ω", "\u2028", "\x0b", "\x7f", "’s", "n't", "#", "http://e.org/a?b=c", "@x", "100%", "1,000.5",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"])
MAX_SENTENCES = 6
MAX_CHANGES = 8

days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2015, 1, 1), date(2025, 12, 31))
any_text = st.text(CHARACTERS, max_size=300)


@st.composite
def news(draw: st.DrawFn) -> str:
    """Draw some sentences that look like news, with the layout of articles between them."""
    parts = []
    for _ in range(draw(st.integers(1, MAX_SENTENCES))):
        parts += [
            draw(st.sampled_from(STARTS)),
            draw(st.sampled_from(SUBJECTS)),
            " ",
            draw(st.sampled_from(VERBS)),
            " ",
            draw(st.sampled_from(OBJECTS)),
        ]
        parts += [draw(st.sampled_from(ENDS)), draw(st.sampled_from(BREAKS))]
    return "".join(parts)


@st.composite
def mangled_news(draw: st.DrawFn) -> str:
    """Draw news with stretches taken out, doubled, moved, or with noise put in."""
    text = draw(news())
    for _ in range(draw(st.integers(1, MAX_CHANGES))):
        a = draw(st.integers(0, len(text)))
        b = min(len(text), a + draw(st.integers(0, 12)))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:b] + text[a:b] + text[b:]
            case 2:
                text = text[b:] + text[a:b] + text[:a]
            case _:
                text = text[:a] + draw(st.sampled_from(NOISE) | st.text(CHARACTERS, max_size=3)) + text[a:]
    return text
