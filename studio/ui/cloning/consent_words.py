"""Words of a consent as it is asked for, days as they are typed, and speakers known before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from studio.errors import ConsentError, ConsentProblem
from studio.model.consent import Consent, problems_of
from studio.store.voice_library_entry import OwnVoice
from studio.wording import sentence

_NUMBERS = re.compile(r"\d+")
_FIRST_YEAR = 1900
_WRITTEN = ("d. MMMM yyyy", "d MMMM yyyy", "MMMM d, yyyy", "MMMM d yyyy")
"""Days with the name of their month, in the language of the system."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Consent", text)


def problem_words(problem: ConsentProblem) -> str:
    """What is wrong with a consent and what to do about it."""
    return sentence(ConsentError(problem), _tr)


def day_words(day: datetime.date) -> str:
    """A day as it is written where the person lives."""
    written = QDate(day.year, day.month, day.day)
    return QLocale().toString(written, QLocale.FormatType.LongFormat)


def day_of(typed: str) -> datetime.date | None:
    """The day somebody typed, as 2027-12-31, 31.12.2027 or as the system writes days.

    None where nothing was typed; raises ValueError for what is no day.
    """
    words = typed.strip()
    if not words:
        return None
    numbers = [int(each) for each in _NUMBERS.findall(words)]
    others = _NUMBERS.sub("", words).strip()
    if len(numbers) == 3 and set(others) <= set("-/.年月日 "):
        if numbers[0] >= _FIRST_YEAR:
            return datetime.date(*numbers)
        if "." in others and numbers[2] >= _FIRST_YEAR:
            return datetime.date(numbers[2], numbers[1], numbers[0])
    for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat, *_WRITTEN):
        found = QLocale().toDate(words, form)
        if found.isValid() and found.year() >= _FIRST_YEAR:
            return datetime.date(found.year(), found.month(), found.day())
    raise ValueError(typed)


def known_consents(
    voices: Iterable[OwnVoice], *, today: datetime.date
) -> dict[str, tuple[Consent, ...]]:
    """The consents recorded before that still hold, by speaker; the newest of each first."""
    found: dict[str, list[Consent]] = {}
    for voice in voices:
        consent = voice.consent
        if consent is None or problems_of(consent, today=today):
            continue
        others = found.setdefault(consent.speaker.strip(), [])
        if consent in others:
            others.remove(consent)
        others.insert(0, consent)
    return {speaker: tuple(consents) for speaker, consents in found.items()}
