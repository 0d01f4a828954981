"""What is said about a clip in words: for the tooltip and for screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.model.span import seconds
from studio.synthesis.plan import TakeState
from studio.ui.script.states import state_words
from studio.ui.shortening import shortened
from studio.ui.timecode import clock
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.snapping import Catch, Lure
from studio.ui.timeline.tools.hand import Doing, Hint

MOST_LETTERS = 240
"""Letters of a line that a tooltip shows."""
FITTING = frozenset({TakeState.READY, TakeState.SILENT})
"""States of a line whose clip sounds as it should."""


def told(widget: QWidget, clips: EpisodeClips, number: int) -> str:
    """Who says what, when, and how the clip is held."""
    board = clips.board
    clip, span = board.clips[number], board.span(number)
    lane = board.lanes[int(board.lane_of[number])]
    facts = [f"{clock(span.start)} – {clock(span.end)}  ({seconds(span.length):.2f} s)"]
    if clip.locked:
        facts.append(widget.tr("locked"))
    elif clip.pinned:
        facts.append(widget.tr("pinned"))
    if clip.apart:
        facts.append(widget.tr("apart from its line"))
    pieces = len(board.numbers_of(clip.line))
    if pieces > 1:
        facts.append(widget.tr("piece {n} of {all}").format(n=clip.piece + 1, all=pieces))
    if clip.muted:
        facts.append(widget.tr("muted"))
    if clip.gain_db:
        facts.append(f"{clip.gain_db:+g} dB")
    if clip.tempo != 1.0:
        facts.append(widget.tr("tempo ×{factor}").format(factor=f"{clip.tempo:.2f}"))
    if clip.fade_in:
        facts.append(widget.tr("fade in {s} s").format(s=f"{seconds(clip.fade_in):.2f}"))
    if clip.fade_out:
        facts.append(widget.tr("fade out {s} s").format(s=f"{seconds(clip.fade_out):.2f}"))
    state = clips.state(clip.line)
    if state.state not in FITTING:
        facts.append(state_words(state))
    if board.clashing(span):
        facts.append(widget.tr("overlaps another clip"))
    head = widget.tr("Line {n}, {name}").format(
        n=clips.number(clip.line), name=lane.name or widget.tr("No character")
    )
    words = shortened(clips.words(clip.line), MOST_LETTERS)
    return f"{head}\n{words}\n{', '.join(facts)}"


def lane_facts(widget: QWidget, clips: EpisodeClips) -> tuple[str, ...]:
    """For each lane how many clips it holds and how long they sound together."""
    board = clips.board
    facts: list[str] = []
    for row in board.rows:
        length = int((board.ends[row.numbers] - board.starts[row.numbers]).sum())
        minutes, rest = divmod(round(seconds(length)), 60)
        count = len(row.numbers)
        words = widget.tr("1 clip") if count == 1 else widget.tr("{n} clips").format(n=count)
        facts.append(f"{words} · {minutes}:{rest:02}" if count else widget.tr("no takes yet"))
    return tuple(facts)


def hint_words(widget: QWidget, hint: Hint) -> tuple[str, str]:
    """What is written beside the pointer during a gesture."""
    names = {
        Doing.SLIP: widget.tr("Slip"),
        Doing.FADE_IN: widget.tr("Fade in"),
        Doing.FADE_OUT: widget.tr("Fade out"),
        Doing.GAIN: widget.tr("Gain"),
        Doing.DUPLICATE: widget.tr("Duplicate"),
    }
    name = names.get(hint.doing)
    return (f"{name} {hint.main}" if name else hint.main), hint.extra


def catch_words(widget: QWidget, catch: Catch) -> str:
    """What an edge caught on."""
    names = {
        Lure.MARKER: catch.name or widget.tr("marker"),
        Lure.CUT: widget.tr("picture cut"),
        Lure.PLAYHEAD: widget.tr("playhead"),
        Lure.CLIP: widget.tr("clip"),
        Lure.SPEECH: widget.tr("speech"),
        Lure.GRID: widget.tr("grid"),
    }
    return shortened(names[catch.lure], 40)
