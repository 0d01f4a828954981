"""What is sent of a script's words: nothing that would be read aloud by mistake, nothing lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engines.minimax.counting import billed_characters, weight
from studio.engines.minimax.text import PAUSE, SOUND, SOUNDS, spoken_text, unseen_share
from tests.services.minimax.texts import text_complaints


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Come (softly) here.", "Come here."),
        ("[sighs] Never (not (ever)) mind [[id: k7f3m2qa]].", "Never mind."),
        ("（低声）走吧【笑】。", "走吧。"),
        ("你(冷笑)好", "你好"),
        ("This is **very** _important_, *now*: 2*3, snake_case.",
         "This is very important, now: 2*3, snake_case."),
        ("Hello 👋🏽 world ❤️ 🇨🇳! 25°C", "Hello world! 25°C"),
        ("bell\x07 line\u2028end\u200b no\xa0break", "bell line end no break"),
        ("Cafe\u0301", "Café"),
        ("unclosed (bracket", "unclosed (bracket"),
        ("if a < b and c > d", "if a < b and c > d"),
    ],
)  # fmt: skip
def test_only_what_is_meant_to_be_said_is_sent(written: str, sent: str) -> None:
    assert spoken_text(written, sounds=True) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a<#1#>b", "a<#1#>b"),
        ("a <# 0.456 #> b", "a <#0.46#> b"),
        ("<#1#>a<#2#>", "a"),
        ("a<#1#><#2.5#>b", "a<#3.5#>b"),
        ("a<#1#>...<#2#>b", "a...<#3#>b"),
        ("a<#200#>b", "a<#99.99#>b"),
        ("a<#0.001#>b", "a<#0.01#>b"),
        ("a<#0#>b", "a b"),
        ("a<#x#>b<#c", "a b c"),
        ("(laughs)<#1#>Hello", "(laughs)Hello"),
        ("你来了(sighs)<#0.4#>我等了", "你来了(sighs)<#0.4#>我等了"),
        ('one<break time="500ms"/>two<break/>three', "one<#0.5#>two three"),
    ],
)
def test_pauses_stand_between_words_only(written: str, sent: str) -> None:
    assert spoken_text(written, sounds=True) == sent


def test_markup_of_other_services_is_not_read_aloud() -> None:
    written = '<speak>One <prosody rate="slow">two</prosody><br/> <b>three</b></speak>'
    assert spoken_text(written, sounds=True) == "One two three"


def test_only_the_newest_models_are_asked_to_laugh() -> None:
    written = "Ha (Laughs) ha （sighs） (sobs)."
    assert spoken_text(written, sounds=True) == "Ha (laughs) ha (sighs)."
    assert spoken_text(written, sounds=False) == "Ha ha."


@pytest.mark.parametrize(
    "reading", ["这是(he2)平", "(chu3)(li3)好了", "the (ˈtɒmɑːtəʊ) one", "食(sik6)饭"]
)
def test_a_reading_in_place_of_a_character_is_kept(reading: str) -> None:
    assert spoken_text(reading, sounds=False) == reading


@pytest.mark.parametrize("aside", ["scene2", "take1", "beat", "v.o.", "Pause3", "to ADA"])
def test_a_direction_is_no_reading(aside: str) -> None:
    assert spoken_text(f"Well ({aside}) now", sounds=True) == "Well now"


def test_a_formula_is_kept_where_formulas_are_read() -> None:
    written = r"已知 $$\frac{a}{b} (x)$$ 求 x"
    assert spoken_text(written, sounds=True, formulas=True) == written
    assert "frac(" not in spoken_text(written, sounds=True)


def test_a_wrapped_line_goes_on_and_a_paragraph_is_kept() -> None:
    assert spoken_text("One\ntwo.\r\nThree\n\nfour", sounds=True) == "One two.\nThree\nfour"
    assert spoken_text("走\n吧", sounds=True) == "走吧"


def test_pauses_become_paragraphs_where_none_can_be_sent() -> None:
    assert spoken_text("<#1#>One<#1#> <#2#>two", sounds=True, pauses=False) == "One\ntwo"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "...", "（笑）", "(laughs)", "[[note]]", "🎉", "——？！", "\x00", "<#1#>", "(he2)"],
)
def test_nothing_is_sent_of_a_text_without_words(text: str) -> None:
    assert spoken_text(text, sounds=True) == ""


WORDS = st.text("abcXYZ你好吗走αж", min_size=1, max_size=5)
JUNK = st.sampled_from(
    (
        "<#1#>", "<#0.333#>", "<#", "#>", "<#x#>", "(laughs)", "(sobs)", "(he2)", "（笑）", "(",
        ")", "[sfx]", "]", "【", "{x}", "<break time='1s'/>", "</speak>", "\x00", "\x1b", "\u200b",
        "\u2028", "\n", "\t", "*", "__", "...", "，", "👋", "\ue000", "\U000f0001", "\ud800",
    )
)  # fmt: skip
SCRIPTS = st.lists(st.one_of(WORDS, JUNK, st.just(" ")), max_size=25).map("".join)


@given(st.one_of(SCRIPTS, st.text(max_size=80)), st.booleans(), st.booleans())
def test_whatever_is_written_can_be_sent(text: str, sounds: bool, pauses: bool) -> None:
    sent = spoken_text(text, sounds=sounds, pauses=pauses)
    if not sent:
        return
    model = "speech-2.8-hd" if sounds else "speech-2.6-hd"
    assert text_complaints(sent, model, pauses=pauses) == []
    assert sent == sent.strip() and sent.encode()
    assert not [
        each for each in sent if unicodedata.category(each) in ("Cc", "Co") and each != "\n"
    ]
    assert not re.search(r"^<#|#>$|#>\s*<#", sent)
    assert set(re.findall(r"\(([a-z-]{4,})\)", sent)) <= set(SOUNDS)


BESIDE = st.sampled_from(
    ("<#1#>", "(laughs)", "(sobs)", "（笑）", "[sfx]", "{x}", "<break/>", "\x00", "*", "👋", "...")
)


@given(st.lists(st.tuples(WORDS, st.lists(BESIDE, max_size=3)), min_size=1, max_size=9))
def test_words_are_never_lost(parts: list[tuple[str, list[str]]]) -> None:
    sent = spoken_text(" ".join(word + "".join(junk) for word, junk in parts), sounds=True)
    bare = PAUSE.sub("", SOUND.sub("", sent))
    spoken = "".join(each for each in bare if each.isalnum())
    assert spoken == "".join(word for word, _ in parts)


def test_control_characters_are_counted_as_the_service_does() -> None:
    assert unseen_share("") == 0 and unseen_share("a\tb\n") == 0
    assert unseen_share("ab\x00\x01") == 0.5


@pytest.mark.parametrize(
    ("text", "billed"),
    [
        ("", 0),
        ("Hello, you.", 11),
        ("你好，世界！", 10),
        ("你终于来了(sighs)<#0.4#>我等了三年。", 21),
        ("one\ntwo", 7),
        ("アキ", 4),
    ],
)
def test_characters_are_counted_as_they_are_billed(text: str, billed: int) -> None:
    assert billed_characters(text) == billed
    assert weight(text) >= billed
