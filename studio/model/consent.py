"""Who allowed that a voice is made from theirs: on what ground, for what, until when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from studio.errors import ConsentError, ConsentProblem


class Ground(StrEnum):
    """Why a voice may be cloned."""

    OWN_VOICE = "own voice"
    WRITTEN_AGREEMENT = "written agreement"
    EMPLOYMENT = "employment contract"
    LICENCE = "licence"
    PUBLIC_DOMAIN = "public domain"
    SYNTHETIC = "synthetic voice"


IN_WRITING = frozenset({Ground.WRITTEN_AGREEMENT, Ground.EMPLOYMENT, Ground.LICENCE})
"""Grounds that are a document, which has to be named."""

TO_BE_EXPLAINED = frozenset({Ground.PUBLIC_DOMAIN, Ground.SYNTHETIC})
"""Grounds that nobody signs: a note says where the recording is from."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that says so: what it is called and, where the file is at hand, its SHA-256."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent as a person recorded it; an empty `until` is without end.

    `uses` are in the words of the agreement, such as "this series" or "advertising"; none means
    that it names no limit. `territory` empty is everywhere.
    """

    speaker: str
    ground: Ground
    uses: tuple[str, ...] = ()
    until: datetime.date | None = None
    territory: str = ""
    recorded_by: str = ""
    recorded_on: datetime.date | None = None
    document: Document | None = None
    note: str = ""

    def is_over(self, day: datetime.date) -> bool:
        """Whether it no longer holds on a day; it holds on its last one."""
        return self.until is not None and day > self.until


def problems_of(consent: Consent | None, *, today: datetime.date) -> tuple[ConsentProblem, ...]:
    """Everything that keeps a voice from being made with this consent; empty when it may be."""
    if consent is None:
        return (ConsentProblem.MISSING,)
    named = consent.document is not None and bool(consent.document.name.strip())
    found = {
        ConsentProblem.NO_SPEAKER: not consent.speaker.strip(),
        ConsentProblem.NO_DOCUMENT: consent.ground in IN_WRITING and not named,
        ConsentProblem.NO_NOTE: consent.ground in TO_BE_EXPLAINED and not consent.note.strip(),
        ConsentProblem.NOT_RECORDED: not consent.recorded_by.strip() or not consent.recorded_on,
        ConsentProblem.NOT_YET: bool(consent.recorded_on and consent.recorded_on > today),
        ConsentProblem.OVER: consent.is_over(today),
    }
    return tuple(problem for problem, is_so in found.items() if is_so)


def require_consent(consent: Consent | None, *, today: datetime.date, source: str = "") -> Consent:
    """The consent, if a voice may be made with it; raises ConsentError for the first reason not.

    `source` is where it was read, for the error. No engine is asked for a clone without this.
    """
    problems = problems_of(consent, today=today)
    if consent is None or problems:
        raise ConsentError(problems[0], source, detail=_detail(consent, problems[0]))
    return consent


def manifest_of(consent: Consent) -> dict[str, str]:
    """What a delivery's manifest says of a consent, by name; what is empty is left out."""
    document = consent.document or Document("")
    told: Mapping[str, str] = {
        "speaker": consent.speaker,
        "ground": consent.ground.value,
        "uses": ", ".join(consent.uses),
        "until": consent.until.isoformat() if consent.until else "",
        "territory": consent.territory,
        "recorded by": consent.recorded_by,
        "recorded on": consent.recorded_on.isoformat() if consent.recorded_on else "",
        "document": document.name,
        "document SHA-256": document.sha256,
        "note": consent.note,
    }
    return {name: text for name, text in told.items() if text}


def manifest_text(voice: str, consent: Consent | None) -> str:
    """The same as lines of text about one voice; says so where there is no consent."""
    if consent is None:
        return f"voice: {voice}\nconsent: none is recorded\n"
    lines = (f"{name}: {' '.join(text.split())}" for name, text in manifest_of(consent).items())
    return "\n".join((f"voice: {voice}", *lines)) + "\n"


def _detail(consent: Consent | None, problem: ConsentProblem) -> str:
    if consent is None:
        return ""
    if problem is ConsentProblem.OVER and consent.until:
        return consent.until.isoformat()
    if problem is ConsentProblem.NOT_YET and consent.recorded_on:
        return consent.recorded_on.isoformat()
    return consent.ground.value if problem is not ConsentProblem.NO_SPEAKER else ""
