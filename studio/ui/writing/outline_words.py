"""What is said of an outline: times, states, labels of its fields, sums."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.model.outline import Outline, Written
from studio.ui.counting import counted
from studio.ui.writing.outline_edits import Part

NEAR = 0.15
"""Share of the time of the brief by which a plan may differ from it."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outline", text)


def time_words(seconds: int) -> str:
    """A length: `40 s`, from a minute on `1:30`."""
    if seconds < 60:
        return _tr("{n} s").format(n=seconds)
    return f"{seconds // 60}:{seconds % 60:02}"


def state_words(written: Written) -> str:
    """How far a scene is."""
    return {
        Written.PLANNED: _tr("Not written yet"),
        Written.BEGUN: _tr("Begun; the rest is missing"),
        Written.WRITTEN: _tr("Written"),
    }[written]


def field_label(part: Part, field: str) -> str:
    """What a field is called."""
    labels = {
        "title": _tr("Title"),
        "logline": _tr("Logline"),
        "name": _tr("Name"),
        "gender": _tr("Gender"),
        "age": _tr("Age"),
        "role": _tr("Role"),
        "style": _tr("Speaks"),
        "voice": _tr("Sounds"),
        "hook": _tr("Hook"),
        "ending": _tr("Ending"),
        "heading": _tr("Place and time"),
        "seconds": _tr("Length"),
        "beats": _tr("What happens"),
    }
    del part  # the same word means the same in all of them
    return labels[field]


def edit_label(part: Part) -> str:
    """What undo calls an edit of one of them."""
    return {
        Part.STORY: _tr("Change the story"),
        Part.CAST: _tr("Change the characters"),
        Part.CHARACTER: _tr("Change a character of the plan"),
        Part.EPISODE: _tr("Change an episode of the plan"),
        Part.SCENE: _tr("Change a scene of the plan"),
    }[part]


def planned_seconds(outline: Outline) -> int:
    """The seconds of all scenes."""
    return sum(scene.seconds for episode in outline.episodes for scene in episode.scenes)


def sum_words(outline: Outline) -> str:
    """How long the plan is, beside what the brief asks for."""
    planned = planned_seconds(outline)
    wanted = outline.brief.seconds * outline.brief.episodes
    episodes = counted(len(outline.episodes), _tr("1 episode"), _tr("{n} episodes"))
    told = _tr("{planned} of {wanted}").format(
        planned=time_words(planned), wanted=time_words(wanted)
    )
    return f"{episodes}, {told}"


def is_far_off(outline: Outline) -> bool:
    """Whether a plan is much longer or shorter than the brief asks for."""
    wanted = outline.brief.seconds * outline.brief.episodes
    return abs(planned_seconds(outline) - wanted) > NEAR * wanted
