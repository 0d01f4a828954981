"""A consent comes from a file or in words, and is enough or refused before anything is sent."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from studio import wording
from studio.casting.consent_given import consent_given
from studio.errors import ConsentError, ConsentProblem
from studio.model.consent import Consent, Ground

TODAY = datetime.date(2026, 11, 21)


def given(told: str | Path) -> Consent:
    return consent_given(str(told), by="Ada", today=TODAY)


def test_words_are_enough_and_who_recorded_them_is_filled_in() -> None:
    consent = given("Lin Wei; own voice; until 2027-01-01")
    assert consent.speaker == "Lin Wei" and consent.ground is Ground.OWN_VOICE
    assert (consent.recorded_by, consent.recorded_on) == ("Ada", TODAY)


def test_a_file_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "lin.toml"
    path.write_text(
        "\ufeffspeaker = 'Lin'\nground = 'own voice'\nrecorded_by = 'Mo'\nrecorded_on = 2026-01-02",
        encoding="utf-8",
    )
    consent = given(path)
    assert (consent.recorded_by, consent.recorded_on) == ("Mo", datetime.date(2026, 1, 2))


def test_a_consent_that_is_over_is_refused_with_its_day(tmp_path: Path) -> None:
    path = tmp_path / "lin.txt"
    path.write_text("Speaker: Lin\nGround: own voice\nUntil: 2026-11-20\nRecorded on: 2025-01-01")
    with pytest.raises(ConsentError) as refused:
        given(path)
    assert refused.value.problem is ConsentProblem.OVER
    assert "2026-11-20" in wording.sentence(refused.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x\0y", b"a" * ((1 << 20) + 1), None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "lin.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ConsentError) as refused:
        given(path)
    assert refused.value.problem is ConsentProblem.UNREADABLE
    assert wording.sentence(refused.value).startswith(str(path))


@pytest.mark.parametrize("told", ["", "   ", "x" * 5000, "yes", "a\0b; maybe", "/" + "y" * 900])
def test_what_says_nothing_is_no_consent(told: str) -> None:
    with pytest.raises(ConsentError):
        given(told)
