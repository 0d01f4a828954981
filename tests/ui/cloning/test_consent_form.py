"""The form of a consent: what is wrong stands beside its field, speakers are remembered."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.model.consent import Consent, Document, Ground
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.ui.cloning.consent_form import ConsentForm, Part
from studio.ui.cloning.consent_words import day_of, known_consents
from tests.rooms import AnsweringPrompter, until
from tests.ui.children import button, named

TODAY = datetime.date(2026, 11, 21)
KNOWN = Consent(
    "Lin Xia", Ground.WRITTEN_AGREEMENT, ("this series", "trailers"), datetime.date(2030, 1, 2),
    "Europe", "Kim", datetime.date(2026, 1, 2), Document("lin.pdf", "a" * 64), "studio 3",
)  # fmt: skip


@pytest.fixture
def system() -> Iterator[None]:
    """A person who lives where days are written as 31.12.2027."""
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


class Stage:
    """A form on the screen; `told` are the errors that its tasks ended with."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.told: list[BaseException] = []
        self.prompter = AnsweringPrompter()
        self.tasks = TaskScope(self.told.append)
        self.form = ConsentForm(self.tasks, self.prompter, self.window, today=TODAY)
        self.form.offer({}, by="kim")
        self.window.show()
        qtbot.waitExposed(self.window)

    def type(self, name: str, words: str) -> None:
        named(self.form, QLineEdit, name).setText(words)

    def speaker(self, words: str) -> None:
        named(self.form, QComboBox, "Who spoke").setEditText(words)

    def ground(self, ground: Ground) -> None:
        box = named(self.form, QComboBox, "On what ground")
        box.setCurrentIndex(box.findData(ground))

    def wrong(self, part: Part) -> str:
        return self.form.field(part).wrong


def test_ones_own_voice_needs_a_name_and_nothing_else(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    stage.speaker("Lin Xia")
    stage.ground(Ground.OWN_VOICE)
    assert not stage.form.complain()
    consent = stage.form.consent()
    assert consent == Consent(
        "Lin Xia", Ground.OWN_VOICE, recorded_by="kim", recorded_on=TODAY
    )  # fmt: skip


def test_nothing_is_wrong_before_it_was_touched_and_all_of_it_once_it_is_wanted(
    qtbot: QtBot,
) -> None:
    stage = Stage(qtbot)
    assert not any(stage.wrong(part) for part in Part)
    assert stage.form.complain()
    assert "No consent is recorded" in stage.wrong(Part.GROUND)
    assert "whose voice" in stage.wrong(Part.SPEAKER)


@pytest.mark.parametrize(
    ("ground", "part", "told"),
    [
        (Ground.WRITTEN_AGREEMENT, Part.PAPER, "Name the document"),
        (Ground.LICENCE, Part.PAPER, "Name the document"),
        (Ground.PUBLIC_DOMAIN, Part.NOTE, "where the recording is"),
    ],
)
def test_a_ground_says_what_it_needs(qtbot: QtBot, ground: Ground, part: Part, told: str) -> None:
    stage = Stage(qtbot)
    stage.speaker("Lin Xia")
    stage.ground(ground)
    assert stage.form.complain() and told in stage.wrong(part)
    named(stage.form, QLineEdit, "Document" if part is Part.PAPER else "Note").setText("here")
    assert not stage.form.complain() and not stage.wrong(part)


def test_a_consent_that_is_over_is_told_beside_its_day_while_it_is_typed(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    stage.speaker("Lin Xia")
    stage.ground(Ground.OWN_VOICE)
    stage.type("Holds until", "2026-11-20")
    assert "is over" in stage.wrong(Part.UNTIL)
    stage.type("Holds until", "2026-11-21")
    assert not stage.wrong(Part.UNTIL), "it holds on its last day"
    stage.type("Holds until", "tomorrow")
    assert "no day" in stage.wrong(Part.UNTIL) and stage.form.consent() is None


@pytest.mark.parametrize(
    "typed", ["2027-12-31", "2027/12/31", "31.12.2027", "2027年12月31日", " 31. Dezember 2027 "]
)
def test_a_day_is_understood_as_people_write_it(system: None, typed: str) -> None:
    assert day_of(typed) == datetime.date(2027, 12, 31)
    assert day_of("  ") is None


@pytest.mark.parametrize("typed", ["2027-13-01", "31.02.2027", "soon", "12"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_of(typed)


def test_a_speaker_who_is_known_brings_the_consent_as_it_was_recorded(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    stage.form.offer({"Lin Xia": (KNOWN,)}, by="kim")
    box = named(stage.form, QComboBox, "Who spoke")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert stage.form.consent() == KNOWN and not stage.form.complain()
    stage.type("Allowed for", "everything")
    changed = stage.form.consent()
    assert changed is not None and changed.recorded_on == TODAY, "this is recorded today"


async def test_a_chosen_document_is_known_by_its_bytes(qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(qtbot)
    stage.speaker("Lin Xia")
    stage.ground(Ground.WRITTEN_AGREEMENT)
    paper = tmp_path / "agreement.pdf"
    paper.write_bytes(b"signed")
    stage.prompter.files = [paper]
    button(stage.form, QPushButton, "Choose file").click()
    await until(lambda: stage.form.paper is not None)
    consent = stage.form.consent()
    assert consent is not None
    assert consent.document == Document("agreement.pdf", hashlib.sha256(b"signed").hexdigest())
    stage.prompter.files = [tmp_path / "gone.pdf"]
    button(stage.form, QPushButton, "Choose file").click()
    await until(lambda: bool(stage.told))
    assert isinstance(stage.told[0], StudioError) and stage.form.paper == paper
    await stage.tasks.close()


def test_consents_that_hold_are_remembered_once_for_each_speaker_the_newest_first() -> None:
    newer = Consent("Lin Xia", Ground.OWN_VOICE, recorded_by="Kim", recorded_on=TODAY)
    over = Consent(
        "Mara", Ground.OWN_VOICE, until=datetime.date(2026, 1, 1), recorded_by="Kim",
        recorded_on=datetime.date(2025, 1, 1),
    )  # fmt: skip
    voices = [
        OwnVoice(str(n), VoiceOrigin.CLONE, "minimax", "x", consent=consent)
        for n, consent in enumerate((KNOWN, None, KNOWN, over, newer))
    ]
    assert known_consents(voices, today=TODAY) == {"Lin Xia": (newer, KNOWN)}
