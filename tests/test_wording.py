"""Every error becomes one sentence with what, where and what to do."""

from __future__ import annotations

import string

import pytest

from studio import errors, wording
from studio.errors import CastError, CastProblem, ScriptError, ScriptProblem, VoiceError

PROBLEMS = [
    (errors.ScriptError, errors.ScriptProblem),
    (errors.CastError, errors.CastProblem),
    (errors.ProjectFileError, errors.ProjectFileProblem),
    (errors.SettingsError, errors.SettingsProblem),
    (errors.LedgerError, errors.LedgerProblem),
    (errors.SampleError, errors.SampleProblem),
    (errors.ConsentError, errors.ConsentProblem),
]
OPTIONAL = [
    (errors.AudioError, errors.AudioProblem),
    (errors.DeliveryError, errors.DeliveryProblem),
    (errors.EditRefused, errors.EditProblem),
    (errors.WritingError, errors.WritingProblem),
    (errors.VoiceLibraryError, errors.VoiceLibraryProblem),
]
EVERY_ERROR = [
    *(kind(problem, "ferry.txt") for kind, problems in PROBLEMS for problem in problems),
    *(kind(problem) for kind, problems in OPTIONAL for problem in problems),
    *(kind("offline") for kind in (VoiceError, *VoiceError.__subclasses__())),
    *(kind("offline") for kind in errors.NotOfThese.__subclasses__()),
    *(kind("offline", "no", known=("a", "b")) for kind in errors.NotOfThese.__subclasses__()),
    *(errors.AccountStopped("minimax", "", problem) for problem in errors.AccountProblem),
    *(errors.AccountError(fault, "minimax/main") for fault in errors.AccountFault),
    errors.CapReached(500, 20, 48),
    errors.StudioError(),
]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda e: repr(e)[:60])
def test_each_error_is_one_or_two_whole_sentences(error: errors.StudioError) -> None:
    said = wording.sentence(error)
    assert said.endswith(".")
    assert said[0].isupper() or said.startswith("ferry.txt")
    assert "  " not in said and " :" not in said and ".." not in said
    assert "None" not in said


def test_the_templates_ask_only_for_fields_there_are() -> None:
    for template in wording.all_templates():
        asked = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert asked <= {"place", "why", "engine", "value", "whom", "choose", "needed", "left"}


def test_a_script_error_names_file_line_and_column() -> None:
    error = ScriptError(ScriptProblem.MALFORMED, "act/ferry.txt", 12, 3, "a cue without words")
    said = wording.sentence(error)
    assert said.startswith("act/ferry.txt, line 12, column 3: ")
    assert "(a cue without words)" in said


def test_an_unknown_voice_names_the_character_and_the_choices() -> None:
    error = CastError(CastProblem.UNKNOWN_VOICE, "cast.toml", "MIRA", "ghost", ("man", "girl"))
    said = wording.sentence(error)
    assert "“ghost” for MIRA" in said and "Use one of: man, girl." in said


def test_braces_in_what_the_person_typed_are_kept() -> None:
    error = errors.DeliveryError(errors.DeliveryProblem.BAD_PATTERN, detail="{oops}")
    assert "({oops})" in wording.sentence(error)


def test_sentences_go_through_the_translation() -> None:
    said = wording.sentence(VoiceError("offline"), lambda text: f"«{text}»")
    assert said.startswith("«The engine offline") and said.endswith("»")
