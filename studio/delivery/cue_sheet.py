"""The cue sheet of an episode: who says what from when to when, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from studio.delivery.planning import EpisodePlan, speaker_name
from studio.formats.exchange.frames import FrameRate
from studio.formats.tabular.cells import csv_text, workbook
from studio.formats.words import spoken_words
from studio.model.layout import line_spans
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.span import Span, seconds
from studio.model.take import Take

HEADS = (
    "Cue", "Scene", "Character", "In", "Out", "Length", "TC In", "TC Out", "Text", "Source",
    "Direction", "Emotion", "Off screen", "Voice", "Take note", "Id",
)  # fmt: skip
WIDTHS = (6, 24, 18, 13, 13, 8, 12, 12, 60, 60, 24, 11, 11, 24, 24, 12)
VERSION = 1
"""Of the JSON form; readers may look for it."""


@dataclass(frozen=True, slots=True)
class CueRow:
    """One spoken line; `span` on the timeline in samples, None without a take.

    `source` are the words in the language of the script, empty where that is this one.
    """

    number: int
    scene: str
    line: Line
    character: str
    words: str
    source: str
    span: Span | None
    take: Take | None


def cue_rows(project: Project, plan: EpisodePlan) -> Iterator[CueRow]:
    """Every spoken line in script order, voiced or not."""
    spans = line_spans(clip for clip in plan.clips if not clip.muted)
    own = project.languages[0] if project.languages else ""
    scene, number = "", 0
    for line in plan.episode.lines:
        if line.kind is LineKind.HEADING:
            scene = spoken_words(line.words(own))
        if not line.spoken:
            continue
        number += 1
        source = spoken_words(line.words(own)) if plan.language != own else ""
        words = spoken_words(line.words(plan.language))
        take = project.takes.circled(line, plan.language)
        span = spans.get(line.id)
        who = speaker_name(project, line)
        yield CueRow(number, scene, line, who, words, source, span, take)


def csv_sheet(project: Project, plan: EpisodePlan, rate: FrameRate) -> str:
    """The sheet as CSV that spreadsheets open as text, and that can be opened as a script."""
    return csv_text(_table(project, plan, rate))


def workbook_sheet(project: Project, plan: EpisodePlan, rate: FrameRate) -> bytes:
    """The sheet as an Excel workbook."""
    title = f"{plan.episode.number:02} {plan.language}"
    return workbook(_table(project, plan, rate), title=title, widths=WIDTHS)


def json_sheet(project: Project, plan: EpisodePlan, rate: FrameRate) -> str:
    """The sheet as JSON: an object with `events`, times in seconds and as time codes."""
    told = {
        "understudy_cue_sheet": VERSION,
        "project": project.title,
        "episode": plan.episode.number,
        "title": plan.episode.title,
        "language": plan.language,
        "frame_rate": round(rate.per_second, 3),
        "events": [_event(row, rate) for row in cue_rows(project, plan)],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def timecode(sample: int, rate: FrameRate) -> str:
    """Hours, minutes, seconds and frames, none of them dropped."""
    frame = rate.frame_of(sample)
    whole, rest = divmod(frame, rate.timebase)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}:{rest:02}"


def _table(project: Project, plan: EpisodePlan, rate: FrameRate) -> Iterator[tuple[str, ...]]:
    yield HEADS
    for row in cue_rows(project, plan):
        line, take, span = row.line, row.take, row.span
        times = ("", "", "", "", "")
        if span is not None:
            times = (
                _clock(span.start), _clock(span.end), f"{seconds(span.length):.3f}",
                timecode(span.start, rate), timecode(span.end, rate),
            )  # fmt: skip
        yield (
            str(row.number), row.scene, row.character, *times, row.words, row.source,
            line.direction, line.emotion, line.extension,
            take.voice if take else "", take.note if take else "", line.id,
        )  # fmt: skip


def _event(row: CueRow, rate: FrameRate) -> dict[str, Any]:
    line, take, span = row.line, row.take, row.span
    return {
        "cue": row.number,
        "id": line.id,
        "scene": row.scene or None,
        "character": row.character,
        "start": seconds(span.start) if span else None,
        "end": seconds(span.end) if span else None,
        "timecode_in": timecode(span.start, rate) if span else None,
        "timecode_out": timecode(span.end, rate) if span else None,
        "text": row.words,
        "source": row.source or None,
        "direction": line.direction or None,
        "emotion": line.emotion or None,
        "off_screen": line.extension or None,
        "take": _take(take) if take else None,
    }


def _take(take: Take) -> dict[str, Any]:
    told = {"engine": take.engine, "model": take.model, "voice": take.voice, "note": take.note}
    return {name: value or None for name, value in told.items()}


def _clock(sample: int) -> str:
    """Hours, minutes and seconds to the millisecond."""
    minutes, rest = divmod(round(seconds(sample) * 1000), 60_000)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{rest / 1000:06.3f}"
