"""What effects are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.audio.effects.presets import EFFECTS, HALL, RADIO, ROBOT, ROOM, TELEPHONE, WHISPER


def _tr(text: str) -> str:
    return QCoreApplication.translate("Effects", text)


def effect_name(effect: str) -> str:
    """What an effect is called; one that is not known here by its own name."""
    names = {
        TELEPHONE: _tr("Telephone"),
        RADIO: _tr("Radio"),
        ROOM: _tr("Room"),
        HALL: _tr("Hall"),
        ROBOT: _tr("Robot"),
        WHISPER: _tr("Whisper"),
    }
    return names.get(effect, effect)


def effects() -> tuple[tuple[str, str], ...]:
    """Every effect with its name, in the order of menus."""
    return tuple((effect, effect_name(effect)) for effect in EFFECTS)
