"""There is something to read aloud, about a minute of it, with all the sounds of the language."""

from __future__ import annotations

import re

import pytest

from studio.casting.samples.reading_texts import ReadingText, reading_texts, text_for
from studio.resources import resource

TEXTS = reading_texts(resource("reading"))
PER_SECOND = {"en": 2.6, "zh": 4.2}
"""How fast people read aloud: words, for Chinese characters."""

ENGLISH_SOUNDS = {
    "th": r"\bth", "sh": r"sh", "ch": r"ch", "j": r"\bj|ge\b|dge", "ng": r"ing\b", "zh": r"asure",
    "oy": r"oy|oi", "ow": r"ow\b|ou", "ay": r"ay", "ee": r"ee", "oo": r"oo", "er": r"er\b",
    "w": r"\bw", "y": r"\by", "v": r"v", "z": r"z|ese|ose", "h": r"\bh", "r": r"r", "l": r"l",
}  # fmt: skip


def length(text: ReadingText) -> float:
    """Seconds it takes to read it aloud."""
    if text.language == "zh":
        return len(re.findall(r"[\u4e00-\u9fff]", text.words)) / PER_SECOND["zh"]
    return len(text.words.split()) / PER_SECOND["en"]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
def test_a_text_takes_a_minute_or_a_little_more(text: ReadingText) -> None:
    assert 60 <= length(text) <= 95
    assert text.title and len(text.paragraphs) >= 3
    assert "?" in text.words or "？" in text.words


def test_the_english_text_has_all_the_sounds() -> None:
    found = text_for(TEXTS, "en-GB")
    assert found
    missing = [sound for sound, at in ENGLISH_SOUNDS.items() if not re.search(at, found.words)]
    assert missing == []


def test_a_language_without_a_text_has_none() -> None:
    assert {text.language for text in TEXTS} >= {"en", "zh"}
    assert text_for(TEXTS, "zh-TW") is text_for(TEXTS, "zh") is not None
    assert text_for(TEXTS, "xx") is None
