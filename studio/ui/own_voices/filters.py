"""Which of one's own voices are shown: by words, and by how they are."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from studio.store.voice_library_entry import VoiceState
from studio.ui.own_voices.snapshot import Entry, Snapshot, consent_over, is_gone, is_soon
from studio.ui.own_voices.words import languages_words, origin_name, state_words, uses_words
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.names import engine_name


class Show(StrEnum):
    """Which voices are wanted by their state."""

    ALL = "all"
    READY = "ready"
    WORK = "work"
    CARE = "care"
    REMOVED = "removed"


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


def fits(entry: Entry, show: Show, now: float) -> bool:
    """Whether a voice is one of those wanted; a removed one only where those are."""
    voice = entry.voice
    if bool(voice.removed_at) != (show is Show.REMOVED):
        return False
    needs_care = (
        voice.state in (VoiceState.FAILED, VoiceState.UNSURE)
        or is_gone(voice, now)
        or is_soon(voice, now)
        or consent_over(voice, now)
    )
    at_work = voice.state in (VoiceState.WAITING, VoiceState.UPLOADING, VoiceState.CLONING)
    there = voice.state is VoiceState.READY and not is_gone(voice, now)
    wanted = {Show.READY: there, Show.WORK: at_work, Show.CARE: needs_care}
    return wanted.get(show, True)


def told_of(entry: Entry, now: float) -> str:
    """Everything a voice can be found by, folded."""
    voice = entry.voice
    consent = voice.consent.speaker if voice.consent else ""
    told = (
        voice.name, voice.voice, languages_words(voice), engine_name(voice.account), consent,
        origin_name(voice.origin), state_words(entry, now), uses_words(entry), voice.description,
    )  # fmt: skip
    return "\n".join(told).casefold()


class VoiceSearch(QWidget):
    """A field for words, a box for states, and how many are found."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLineEdit(self)
        self._show = QComboBox(self)
        self._count = QLabel(self)
        self._build()
        self.words.textChanged.connect(self.changed)
        self._show.currentIndexChanged.connect(self.changed)

    @property
    def show_which(self) -> Show:
        """What is wanted by its state."""
        return Show(self._show.currentData())

    @property
    def searched(self) -> bool:
        """Whether words are asked for."""
        return bool(self.words.text().strip())

    def choose(self, show: Show) -> None:
        """Want these."""
        self._show.setCurrentIndex(self._show.findData(show.value))

    def clear(self) -> None:
        """Want all of them."""
        self.words.clear()
        self.choose(Show.ALL)

    def found(self, snapshot: Snapshot) -> tuple[Entry, ...]:
        """The voices that fit, in their order; says how many."""
        words, show = self.words.text().casefold().split(), self.show_which
        wanted = [each for each in snapshot.entries if fits(each, show, snapshot.now)]
        found = [each for each in wanted if _has(each, words, snapshot.now)]
        told = self.tr("{found} of {all}").format(found=len(found), all=len(wanted))
        self._count.setText(told)
        return tuple(found)

    def _build(self) -> None:
        self.words.setPlaceholderText(self.tr("Name, speaker, language, account…"))
        self.words.setAccessibleName(self.tr("Search your voices"))
        self.words.setClearButtonEnabled(True)
        self.words.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        names = {
            Show.ALL: self.tr("All voices"),
            Show.READY: self.tr("Ready"),
            Show.WORK: self.tr("Waiting and being made"),
            Show.CARE: self.tr("Need something"),
            Show.REMOVED: self.tr("Removed"),
        }
        for show, name in names.items():
            self._show.addItem(name, show.value)
        self._show.setAccessibleName(self.tr("Which voices"))
        mark(self._count, "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self.words, 1)
        row.addWidget(self._show)
        row.addWidget(self._count)


def _has(entry: Entry, words: list[str], now: float) -> bool:
    told = told_of(entry, now) if words else ""
    return all(word in told for word in words)
