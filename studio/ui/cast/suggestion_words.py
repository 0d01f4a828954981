"""Why a voice is suggested, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.casting.suggesting import Because, Reason
from studio.ui.languages import language_name
from studio.ui.voices.names import fact_name
from studio.wording.suggestions import WHY


def _tr(text: str) -> str:
    return QCoreApplication.translate("Suggested voices", text)


def why(reasons: Sequence[Reason]) -> str:
    """All reasons in one line, what speaks against the voice among them."""
    return " · ".join(_words(reason) for reason in reasons)


def doubtful(reasons: Sequence[Reason]) -> bool:
    """Whether something speaks against a voice."""
    return any(reason.because in (Because.SHARED, Because.OTHER_GENDER) for reason in reasons)


def _words(reason: Reason) -> str:
    about = reason.about
    if reason.because is Because.LANGUAGE:
        about = language_name(about)
    elif reason.because in (Because.GENDER, Because.AGE, Because.OTHER_GENDER):
        about = fact_name(about)
    return _tr(WHY[reason.because]).format(about=about)
