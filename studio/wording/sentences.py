"""An error as one clear sentence: what went wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.errors import (
    AccountError,
    AccountFault,
    AccountStopped,
    AudioError,
    CapReached,
    CastError,
    ConsentError,
    DeliveryError,
    EditRefused,
    EngineBusy,
    EngineUnreachable,
    LedgerError,
    NoSuchModel,
    NotOfThese,
    ProjectFileError,
    SampleError,
    ScriptError,
    SettingsError,
    StudioError,
    VoiceError,
    VoiceLibraryError,
    WritingError,
)
from studio.wording.accounts import ACCOUNT, ACCOUNT_STOPPED, CAP_REACHED, LEDGER, VERDICTS
from studio.wording.files import DELIVERY, PROJECT_FILE, SETTINGS
from studio.wording.own_voices import CONSENT, VOICE_LIBRARY
from studio.wording.scripts import CAST, EDIT, SCRIPT
from studio.wording.sounds import AUDIO, SAMPLE
from studio.wording.voices import VOICE
from studio.wording.writing import WRITING

Translate = Callable[[str], str]

SHOWN_CHOICES = 12
"""Names listed in a sentence; more would be a wall of text."""

TABLES: Mapping[type[StudioError], Mapping[Any, str]] = {
    ScriptError: SCRIPT,
    CastError: CAST,
    AudioError: AUDIO,
    SampleError: SAMPLE,
    ConsentError: CONSENT,
    VoiceLibraryError: VOICE_LIBRARY,
    ProjectFileError: PROJECT_FILE,
    DeliveryError: DELIVERY,
    EditRefused: EDIT,
    SettingsError: SETTINGS,
    AccountError: ACCOUNT,
    AccountStopped: ACCOUNT_STOPPED,
    LedgerError: LEDGER,
    WritingError: WRITING,
}

UNKNOWN = "Something went wrong that has no name yet{why}. Your work is kept; try again."


def sentence(error: StudioError, tr: Translate = str) -> str:
    """What went wrong, where, and what to do next, in the language of `tr`."""
    words = {
        "place": _place(error, tr),
        "why": _why(str(getattr(error, "detail", ""))),
        "engine": str(getattr(error, "engine", "") or getattr(error, "account", "")) or "?",
        "value": "",
        "whom": "",
        "choose": "",
        "needed": f"{getattr(error, 'needed', 0):,}",
        "left": f"{getattr(error, 'left', 0):,}",
    }
    if isinstance(error, CastError):
        words |= _cast_words(error, tr)
    if isinstance(error, NoSuchModel) and error.known:
        words["value"] = f": {_listed(error.known)}"
    if isinstance(error, NotOfThese) and error.known:
        words["value"] = f": {', '.join(error.known)}"  # all: one of them is meant
    text = tr(_template(error)).format(**words)
    return text if words["place"] else _without_place(text)


def verdict(error: StudioError | None, tr: Translate = str) -> str:
    """What came of trying an account, in a few words; None is that it was let in."""
    match error:
        case None:
            return tr("let in")
        case AccountStopped():
            return tr(VERDICTS[error.problem])
        case AccountError(fault=AccountFault.KEYRING_REFUSED):
            return tr("keyring locked")
        case AccountError():
            return tr("no key")
        case EngineBusy():
            return tr("busy")
        case EngineUnreachable():
            return tr("unreachable")
        case _:
            return tr("no clear answer")


def all_templates() -> tuple[str, ...]:
    """Every sentence with its fields, for translators and for checking them."""
    tables = (*TABLES.values(), VOICE)
    return (*(text for table in tables for text in table.values()), CAP_REACHED, UNKNOWN)


def _template(error: StudioError) -> str:
    if isinstance(error, VoiceError) and type(error) not in TABLES:
        return next(VOICE[kind] for kind in type(error).__mro__ if kind in VOICE)
    if isinstance(error, CapReached):
        return CAP_REACHED
    table = TABLES.get(type(error), {})
    problem = error.fault if isinstance(error, AccountError) else getattr(error, "problem", "")
    return table.get(problem, UNKNOWN)


def _without_place(text: str) -> str:
    """A sentence about nothing in particular: no colon at its start, a capital first."""
    bare = text.removeprefix(": ")
    return bare[:1].upper() + bare[1:]


def _place(error: StudioError, tr: Translate) -> str:
    """The file, and the line and column in it where these are known."""
    source = str(getattr(error, "source", "") or getattr(error, "path", ""))
    parts = [source] if source else []
    if isinstance(error, ScriptError | CastError | ConsentError) and error.line:
        parts.append(tr("line {number}").format(number=error.line))
    if isinstance(error, ScriptError) and error.line and error.column:
        parts.append(tr("column {number}").format(number=error.column))
    return ", ".join(parts)


def _why(detail: str) -> str:
    cleaned = " ".join(detail.split()).rstrip(".")
    return f" ({cleaned})" if cleaned else ""


def _listed(names: tuple[str, ...]) -> str:
    """Names to choose from, not too many."""
    return ", ".join(names[:SHOWN_CHOICES]) + (", …" if len(names) > SHOWN_CHOICES else "")


def _cast_words(error: CastError, tr: Translate) -> dict[str, str]:
    known = _listed(error.known)
    return {
        "value": f" “{error.value}”" if error.value else "",
        "whom": tr(" for {name}").format(name=error.character) if error.character else "",
        "choose": tr("Use one of: {known}.").format(known=known)
        if known
        else tr("Correct it and try again."),
    }
