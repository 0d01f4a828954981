"""A consent as somebody gave it, in a file or in words, filled in and looked at."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from studio.errors import ConsentError, ConsentProblem
from studio.formats.consent_file import read_consent
from studio.model.consent import Consent, require_consent

LARGEST = 1 << 20
"""Bytes of a file with a consent; a signed paper is attached to one, it is none."""

_LONGEST_NAME = 1000


def consent_given(told: str, *, by: str, today: datetime.date) -> Consent:
    """The consent in a file, or told in words, if a voice may be made with it.

    Who recorded it and when are filled in where they are not told. Raises ConsentError. Blocking.
    """
    path = _file_of(told)
    text = _text_of(path) if path else told
    source = str(path) if path else ""
    consent = read_consent(text, source=source)
    consent = replace(
        consent,
        recorded_by=consent.recorded_by or by,
        recorded_on=consent.recorded_on or today,
    )
    return require_consent(consent, today=today, source=source)


def _file_of(told: str) -> Path | None:
    """The file that is meant, None when these are words."""
    if "\n" in told or len(told) > _LONGEST_NAME or not told.strip():
        return None
    path = Path(told).expanduser()
    with suppress(OSError, ValueError):
        if path.is_file():
            return path
    looks_like_one = path.suffix in (".toml", ".txt") and not set(told) & set(";；")
    return path if looks_like_one else None


def _text_of(path: Path) -> str:
    problem = ConsentProblem.UNREADABLE
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST or b"\0" in data:
            raise ConsentError(problem, str(path), detail="not a text file")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ConsentError(problem, str(path), detail=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise ConsentError(problem, str(path), detail="not UTF-8") from error
