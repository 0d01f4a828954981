"""What the presets, languages and ratings of a brief are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.writing.generating.presets import (
    ADVERT,
    AUDIO_DRAMA,
    FREE,
    PRESENTER,
    PRESETS,
    VERTICAL_DRAMA,
    Preset,
)

LANGUAGES = (
    *("en", "zh", "es", "pt-BR", "de", "fr", "it", "ja", "ko", "id", "vi", "th", "hi", "ar"),
    *("tr", "ru", "pl", "nl", "zh-Hant-TW", "yue"),
)
"""Offered in this order; any other code may be typed."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Brief", text)


def presets() -> tuple[tuple[str, Preset], ...]:
    """The presets with their names, in the order they are offered."""
    names = {
        VERTICAL_DRAMA.name: _tr("Vertical short drama"),
        ADVERT.name: _tr("Advert"),
        PRESENTER.name: _tr("Presenter, digital human"),
        AUDIO_DRAMA.name: _tr("Audio drama"),
    }
    return (*((names[each.name], each) for each in PRESETS.values()), (_tr("Free form"), FREE))


def ratings() -> tuple[str, ...]:
    """Proposals for whom it is fit; other words may be typed."""
    return "", _tr("For everybody"), "12+", "16+", "18+"
