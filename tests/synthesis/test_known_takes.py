"""Known words are found, also those made, changed or added since the last look."""

from __future__ import annotations

from dataclasses import replace

from studio.engines.speech import SpeechRequest
from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.take import Take, Takes
from studio.synthesis.known_takes import KnownTakes


def a_request(words: str) -> SpeechRequest:
    return SpeechRequest("cloud", "tone", "man", "en", words)


def a_take(id: str, line: str, words: str) -> Take:
    print_of = a_request(words).fingerprint
    media = MediaKey("m")
    return Take(
        TakeId(id), LineId(line), "en", media, 9, print_of, "cloud", "tone", "man", words, 0.0
    )


def test_takes_added_and_marked_since_the_last_look_are_known() -> None:
    known, takes = KnownTakes(), Takes().adding(a_take("1", "a", "One."))
    known.look_at(takes)
    assert known.saying(a_request("One.")) and not known.saying(a_request("Two."))
    takes = takes.adding(a_take("2", "b", "Two.")).adding(a_take("3", "a", "Three."))
    takes = takes.replacing(replace(a_take("1", "a", "One."), discarded=True))
    known.look_at(takes)
    found = [known.saying(a_request(words)) for words in ("One.", "Two.", "Three.")]
    assert [take and (take.id, take.discarded) for take in found] == [
        ("1", True),
        ("2", False),
        ("3", False),
    ]


def test_a_take_just_made_is_known_before_the_project_has_it() -> None:
    known = KnownTakes()
    known.know(a_take("1", "a", "One."))
    known.look_at(Takes())
    take = known.saying(replace(a_request("One."), variation=2))
    assert take is not None and take.id == "1"
