"""What is sent of a script's words, and which pauses and sounds in them survive."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engines.offline.text import spoken_text as spoken_offline
from studio.engines.useapi.text import SOUNDS, sounds_of, spoken_text, written_pause

PAUSE = re.compile(r"<#([^#]*)#>")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Wait <#0.5#> for me.", "Wait <#0.5#> for me."),
        ("Wait<#1#><#2.25#>now", "Wait<#3.25#>now"),
        ("Wait <#1.50#> now", "Wait <#1.5#> now"),
        ("Wait <# .2 #> now", "Wait <#0.2#> now"),
        ("Wait <#90#> <#90#> now", "Wait <#99.99#> now"),
        ("Wait <#0.001#> now", "Wait <#0.01#> now"),
        ("<#1#> Wait.", "Wait."),
        ("Wait. <#1#>", "Wait."),
        ("Wait <#0#> now", "Wait now"),
        ("Wait <#soon#> now", "Wait now"),
        ("Wait <##> now", "Wait now"),
        ("Wait <#1#> ... <#1#> now", "Wait <#2#> ... now"),
        ("Wait <#1#> ...", "Wait..."),
        ("Wait (a while <#3#>) now", "Wait now"),
        ("{happy}Come{/happy} in.", "Come in."),
        ("等等<#0.5#>（冷笑）走吧", "等等<#0.5#> 走吧"),
        ("<#1#>", ""),
        ("... <#1#> !", ""),
    ],
)
def test_pauses_stand_between_words_only(written: str, sent: str) -> None:
    assert spoken_text(written) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Oh (laughs) you.", "Oh (laughs) you."),
        ("Oh ( Laughs ) you.", "Oh (laughs) you."),
        ("哈（laughs）好。", "哈(laughs)好。"),
        ("(sighs) <#1#> Well.", "(sighs) Well."),
        ("Well <#1#> (sighs) <#1#> then.", "Well <#2#> (sighs) then."),
        ("Oh (giggling wildly) you.", "Oh you."),
        ("[he laughs (laughs)] Yes.", "Yes."),
        ("(laughs)", ""),
    ],
)
def test_a_sound_the_model_makes_is_kept_and_directions_are_not(written: str, sent: str) -> None:
    assert spoken_text(written, SOUNDS) == sent


def test_a_model_without_sounds_is_sent_none() -> None:
    assert sounds_of("speech-2.8-turbo") == SOUNDS and not sounds_of("speech-2.6-hd")
    assert spoken_text("Oh (laughs) you.", sounds_of("speech-02-hd")) == "Oh you."


def test_a_pause_is_written_within_what_services_take() -> None:
    written = [written_pause(seconds) for seconds in (0, 0.333, 1, 10, 500)]
    assert written == ["<#0.01#>", "<#0.33#>", "<#1#>", "<#10#>", "<#99.99#>"]


_SCRIPT = st.lists(
    st.sampled_from(
        ["Hello", "好", " ", ".", "<#1#>", "<#0.25#>", "(laughs)", "(low)", "{sad}", "*"]
    )
)


@given(st.text() | _SCRIPT.map("".join))
def test_whatever_is_written_pauses_are_between_words_and_never_two_in_a_row(words: str) -> None:
    sent = spoken_text(words, SOUNDS)
    if not sent:
        return
    for part in PAUSE.split(sent)[::2]:
        said = re.sub(r"\((\w|-)+\)", "", part)
        assert any(unicodedata.category(character)[0] in "LN" for character in said)
    assert all(0.01 <= float(length) <= 99.99 for length in PAUSE.findall(sent))
    assert spoken_text(sent, SOUNDS) == sent


@pytest.mark.parametrize(
    "written",
    [
        "Come (softly) here.", "[sighs] Never (not (ever)) mind [[id: k7f3m2qa]].",
        "（低声）走吧【笑】。", "This is **very** _important_, *now*.", "a snake_case name",
        "bell\x07 zero\x00 line\nbreak\u2028end\u200b", "unclosed (bracket", "   ", "——",
    ],
)  # fmt: skip
def test_without_marks_the_same_is_said_as_offline(written: str) -> None:
    assert spoken_text(written) == spoken_offline(written)


@pytest.mark.parametrize(
    "written",
    ["(" * 20_000, "[[" * 20_000, "<#" + " " * 40_000, "(" + " " * 40_000, "<#1#>" * 20_000],
    ids=["brackets", "notes", "a pause", "a sound", "pauses"],
)
def test_nothing_but_marks_is_nothing_to_say_however_many_there_are(written: str) -> None:
    assert spoken_text(written, SOUNDS) == ""


def test_brackets_within_brackets_are_left_out_together() -> None:
    assert spoken_text("Wait " + "(" * 30 + "softly" + ")" * 30 + " here.") == "Wait here."
