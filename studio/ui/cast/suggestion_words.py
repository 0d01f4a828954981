"""Why a voice is suggested, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.casting.suggesting import Because, Reason
from studio.ui.languages import language_name
from studio.ui.voices.names import fact_name


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
    return _sentences()[reason.because].format(about=about)


def _sentences() -> dict[Because, str]:
    return {
        Because.OWN: _tr("your own voice of this name"),
        Because.ELSEWHERE: _tr("speaks for them in another language"),
        Because.NARRATOR: _tr("a narrator's voice"),
        Because.GENDER: "{about}",
        Because.AGE: "{about}",
        Because.STYLE: _tr("“{about}”"),
        Because.LANGUAGE: _tr("made for {about}"),
        Because.FREE: _tr("nobody else's"),
        Because.SHARED: _tr("also speaks for {about}"),
        Because.OTHER_GENDER: _tr("but {about}"),
    }
