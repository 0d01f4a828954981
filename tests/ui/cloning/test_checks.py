"""What the rules say of an order while it is typed, by the field it is about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from studio.audio.media_facts import MediaFacts
from studio.audio.samples.sources import Source
from studio.casting.making.ordering import CloneWish
from studio.casting.making.recordings import Recording
from studio.engines.speech import Price, Range, Setting, SettingKind
from studio.engines.voice_orders import CloneRules, Fee, FeeDue
from studio.model.sample import SampleEdit
from studio.model.span import samples_of
from studio.ui.cloning.checks import Said, Spot, said_against
from studio.ui.cloning.price_words import price_of_clones, what_happens

OFFICIAL = CloneRules(
    ("wav", "mp3", "m4a"), Range(10, 300), largest=20 << 20, languages=("de", "en"),
    prompt_seconds=8, prompt_needs_text=True, preview_length=1000,
    options=(
        Setting("check_words", SettingKind.WORDS, ""),
        Setting("keep_recordings", SettingKind.SWITCH, False),
    ),
    unused_days=7,
)  # fmt: skip
OTHER = CloneRules(
    ("wav", "mp3"), Range(10, 60), most_samples=10, longest_name=30, languages=("de", "en"),
    needs_language=True, slots=4,
)  # fmt: skip


def a_recording(seconds: float = 12.0, words: str = "") -> Recording:
    edit = SampleEdit.of("a", samples_of(seconds))
    return Recording(
        edit, {"a": Source("a", Path("lin.wav"), MediaFacts("wav", seconds, ()))}, words
    )


def a_wish(name: str = "Lin", *seconds: float, language: str = "en", **other: object) -> CloneWish:
    recordings = tuple(a_recording(each) for each in seconds or (12.0,))
    return CloneWish(name, "useapi/main", recordings, None, language, **other)  # type: ignore[arg-type]


def told(wish: CloneWish, rules: CloneRules, spot: Spot, **other: str) -> Said:
    found = said_against(wish, rules, **other)
    assert set(found) == {spot}, found
    return found[spot]


def test_an_order_that_can_be_made_has_nothing_against_it() -> None:
    assert said_against(a_wish(), OTHER) == {}
    assert said_against(a_wish("林夏", 10.0), OFFICIAL) == {}


def test_a_name_of_31_characters_is_told_and_may_stay() -> None:
    said = told(a_wish("x" * 31), OTHER, Spot.NAME)
    assert not said.grave and "31" in said.text and "30" in said.text and "useapi.net" in said.text
    assert said_against(a_wish("x" * 30), OTHER) == said_against(a_wish("x" * 31), OFFICIAL) == {}
    assert told(a_wish("  "), OTHER, Spot.NAME).grave


def test_a_language_the_service_cannot_be_told_is_told() -> None:
    said = told(a_wish(language=""), OTHER, Spot.LANGUAGE, unknown_language="xx")
    assert said.grave and "“xx”" in said.text
    assert told(a_wish(language=""), OTHER, Spot.LANGUAGE).grave, "it is needed"
    assert said_against(a_wish(language=""), OFFICIAL) == {}


@pytest.mark.parametrize(
    ("seconds", "rules", "words"),
    [
        ((9.9,), OFFICIAL, "9.9 s; at least 10 s"),
        ((301.0,), OFFICIAL, "301.0 s; at most 300 s"),
        ((12.0, 12.0), OFFICIAL, "2; at most 1"),
        ((12.0,) * 11, OTHER, "11; at most 10"),
        ((12.0, 61.0), OTHER, "61.0 s; at most 60 s"),
    ],
)
def test_recordings_that_no_service_would_take_are_told(
    seconds: tuple[float, ...], rules: CloneRules, words: str
) -> None:
    said = told(a_wish("Lin", *seconds), rules, Spot.RECORDINGS)
    assert said.grave and words in said.text


def test_no_recording_at_all_is_told() -> None:
    wish = CloneWish("Lin", "minimax", (), None)
    assert "Add a recording" in told(wish, OFFICIAL, Spot.RECORDINGS).text


def test_a_prompt_is_short_and_its_words_are_known() -> None:
    assert "8.0 s; less than 8 s" in told(
        a_wish(prompt=a_recording(8.0, "Hi.")), OFFICIAL, Spot.PROMPT
    ).text  # fmt: skip
    assert "exactly" in told(a_wish(prompt=a_recording(5.0)), OFFICIAL, Spot.PROMPT).text
    assert said_against(a_wish(prompt=a_recording(5.0, "Hi.")), OFFICIAL) == {}


def test_too_many_first_words_and_words_to_compare_with_are_told() -> None:
    said = told(a_wish(preview_text="x" * 1003), OFFICIAL, Spot.PREVIEW)
    assert "1,003 characters and may have 1,000" in said.text
    long = {"check_words": "x" * 201}
    assert "200" in told(a_wish(options=long), OFFICIAL, Spot.OPTIONS).text


def test_the_price_is_told_in_a_few_words() -> None:
    fee = Fee(FeeDue.FIRST_USE, Price(0, Decimal("1.5"), "USD"))
    preview = Price(14, Decimal("0.0014"), "USD")
    assert price_of_clones((Price(),), None) == "nothing is billed"
    assert price_of_clones((Price(),), fee) == "1.50 USD with its first line"
    assert price_of_clones((preview,), fee) == (
        "14 characters now (about 0.0014 USD), 1.50 USD with its first line"
    )
    assert price_of_clones((Price(),) * 3, fee) == (
        "1.50 USD (4.50 USD together) with the first line of each"
    )
    assert price_of_clones((preview, preview), Fee(FeeDue.AT_ONCE)) == (
        "28 characters now (about 0.0028 USD), a fee at once for each"
    )


def test_what_becomes_of_recordings_and_voice_is_told() -> None:
    told = what_happens(OFFICIAL, keeps_recordings=False)
    assert "deleted there" in told and "7 days" in told
    assert "stay there" in what_happens(OFFICIAL, keeps_recordings=True)
    assert "room for 4" in what_happens(OTHER, keeps_recordings=False)
