"""What a model writes as words becomes words that can be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.line import EMOTIONS
from studio.writing.drafting.emotions import emotion_of
from studio.writing.drafting.letters import in_other_language, in_other_letters
from studio.writing.drafting.speakable import (
    LONGEST_DIRECTION,
    is_said,
    joined_notes,
    same_words,
    speakable,
    split_words,
)

NAMES = ("Mara", "Old Tobias", "林晚")


@pytest.mark.parametrize(
    ("written", "words", "note", "name"),
    [
        ("Wait.", "Wait.", "", ""),
        ("MARA: Wait.", "Wait.", "", "Mara"),
        ("Mara (whispering): Wait.", "Wait.", "whispering", "Mara"),
        ("**Mara:** Wait.", "Wait.", "", "Mara"),
        ("林晚：等等。", "等等。", "", "林晚"),
        ("林晚（低声）：等等。", "等等。", "低声", "林晚"),
        ("old tobias : “Go home.”", "Go home.", "", "Old Tobias"),
        ("Remember: nobody lands.", "Remember: nobody lands.", "", ""),
        ("Mara:", "Mara:", "", ""),
        ("(sighs) I know.", "I know.", "sighs", ""),
        ("I know [beat] you lied (coldly).", "I know you lied.", "beat; coldly", ""),
        ("【冷笑】你终于来了。", "你终于来了。", "冷笑", ""),
        ("*sighs* I know.", "I know.", "sighs", ""),
        ("I *know* it.", "I know it.", "", ""),
        ("*Now!* Go!", "Now! Go!", "", ""),
        ("**Never** again.", "Never again.", "", ""),
        ("“Never again.”", "Never again.", "", ""),
        ("“Never,” he said, “again.”", "“Never,” he said, “again.”", "", ""),
        ("Run!! 😱🏃", "Run!!", "", ""),
        ("One <#0.5#> two.", "One <#0.5#> two.", "", ""),
        ("One<br>\ntwo.\x00", "One two.", "", ""),
        ("(the phone rings)", "", "the phone rings", ""),
        ("", "", "", ""),
    ],
)
def test_only_what_is_said_stays(written: str, words: str, note: str, name: str) -> None:
    found = speakable(written, NAMES)
    assert (found.words, found.note, found.name) == (words, note, name)


@given(st.text(max_size=300))
def test_what_was_cleaned_is_clean(text: str) -> None:
    once = speakable(text, NAMES).words
    assert "\n" not in once and once == once.strip()
    assert not any(c in once for c in "\x00\x07\x1b")


@given(st.text(alphabet="ab .!?，。,；;12", min_size=1, max_size=200), st.integers(1, 60))
def test_a_split_line_says_the_same_in_the_same_order(text: str, longest: int) -> None:
    parts = split_words(text, lambda part: len(part) <= longest)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(map(is_said, parts)) or len(parts) == 1


def test_a_long_line_is_cut_where_a_sentence_ends() -> None:
    sentence = "Nobody has crossed this water in forty years, and nobody will."
    parts = split_words(" ".join([sentence] * 6), lambda part: len(part) <= 300)
    assert len(parts) == 2 and all(part.endswith("will.") for part in parts)
    chinese = split_words("四十年来没有人渡过这片水。" * 30, lambda part: len(part) <= 300)
    assert len(chinese) == 2 and all(part.endswith("。") for part in chinese)
    assert split_words("无" * 400, lambda part: len(part) <= 300) == ("无" * 400,)


def test_notes_are_joined_once_and_not_too_long() -> None:
    assert joined_notes("quietly", "", "quietly; to herself") == "quietly; to herself"
    assert len(joined_notes("x" * 60, "y" * 60)) <= LONGEST_DIRECTION


def test_marks_and_case_make_no_other_words() -> None:
    assert same_words("Wait!", "wait …")
    assert not same_words("Wait!", "Wait here!")


@pytest.mark.parametrize(
    ("called", "emotion", "rest"),
    [
        ("angry", "angry", ""),
        ("Furious", "angry", ""),
        ("scared", "fearful", ""),
        ("fearfully", "fearful", ""),
        ("whispering", "whisper", ""),
        ("neutral", "calm", ""),
        ("愤怒", "angry", ""),
        ("", "", ""),
        ("auto", "", ""),
        ("wry", "", "wry"),
        ("bitter, sarcastic", "sad", "sarcastic"),
        ("very happy", "happy", ""),
    ],
)
def test_an_emotion_is_one_that_a_line_may_carry(called: str, emotion: str, rest: str) -> None:
    assert emotion_of(called) == (emotion, rest)


@given(st.text(max_size=40))
def test_no_emotion_is_made_up(called: str) -> None:
    assert emotion_of(called)[0] in ("", *EMOTIONS)


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Wait for me.", "en", False),
        ("等等我。", "en", True),
        ("等等我。", "zh-CN", False),
        ("Wait for me, please.", "zh", True),
        ("OK，我马上到。", "zh", False),
        ("まってください", "zh", True),
        ("待って！", "ja", False),
        ("了解", "ja", False),
        ("我们从来没有渡过这条河也不会再渡过", "ja", True),
        ("기다려", "ko", False),
        ("Подожди меня", "ru", False),
        ("Подожди меня", "en", True),
        ("Čekaj me", "sr-Latn", False),
        ("…", "zh", False),
        ("A", "zh", False),
        ("123", "zh", False),
    ],
)
def test_letters_tell_another_language(text: str, language: str, other: bool) -> None:
    assert in_other_letters(text, language) is other


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Ich weiß nicht, warum du hier bist.", "en", True),
        ("I don't know why you are here.", "en", False),
        ("I don't know why you are here.", "de", True),
        ("Ich weiß nicht, warum du hier bist.", "de", False),
        ("Nein, Tobias!", "en", False),
        ("C'est la vie, my friend, what can I do?", "en", False),
        ("等等我。", "en", True),
        ("Mara 来了，OK？", "zh", False),
        ("তুমি এখানে কেন?", "bn", False),
        ("Why are you here?", "bn", True),
        ("Wǒ bù zhīdào tā zài nǎlǐ.", "zh-Latn", False),
        ("我不知道他在哪里。", "zh-Latn", True),
    ],
)
def test_small_words_tell_another_language(text: str, language: str, other: bool) -> None:
    assert in_other_language(text, language) is other
