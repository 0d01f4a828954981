"""Words in several languages, and whose they are."""

from __future__ import annotations

from studio.model.line import LineKind, new_line
from studio.model.translation import Translation, TranslationState

MADE = Translation(TranslationState.FLAGGED, "f00d", ("number: 7",), "Halt!")


def test_a_translation_that_a_person_changes_is_the_persons() -> None:
    line = new_line(LineKind.DIALOGUE, {"en": "Stop, 7!"}).translated("de", "Halt, sieben!", MADE)
    edited = line.saying("de", "Stehen bleiben!")
    assert edited.translations["de"] == Translation(TranslationState.EDITED, "f00d")
    assert edited.text == {"en": "Stop, 7!", "de": "Stehen bleiben!"}


def test_typing_the_same_words_changes_no_translation() -> None:
    line = new_line(LineKind.DIALOGUE, {"en": "Stop, 7!"}).translated("de", "Halt, sieben!", MADE)
    assert line.saying("de", "Halt, sieben!").translations["de"] == MADE


def test_a_failed_translation_keeps_no_words() -> None:
    line = new_line(LineKind.DIALOGUE, {"en": "Stop.", "de": "Stop."})
    failed = line.translated("de", "", Translation(TranslationState.FAILED, "f00d"))
    assert failed.text == {"en": "Stop."}


def test_the_words_of_the_script_itself_are_nobodys_translation() -> None:
    line = new_line(LineKind.DIALOGUE, {"en": "Stop."}).translated("de", "Halt.", MADE)
    assert line.saying("en", "Go.").translations == {"de": MADE}
