"""A second look at what was translated: the model reads it once more and betters what it can."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.translating.chunks import chunks_of
from studio.writing.translating.course import Came, few_at_once
from studio.writing.translating.exchange import Came as LineCame
from studio.writing.translating.exchange import Exchange, Reply
from studio.writing.translating.judging import Judge
from studio.writing.translating.reasons import Weight
from studio.writing.translating.rows import Row
from studio.writing.translating.tongue import Tongue


async def look_again(tongue: Tongue) -> None:
    """Ask once more about all lines of the order that came out right; worse words are dropped."""
    parts = await asyncio.to_thread(_parts, tongue, tongue.course.page.project)
    tongue.course.plan(sum(len(chunks) for _, chunks in parts))
    await few_at_once([partial(_episode, tongue, *part) for part in parts])


def _parts(tongue: Tongue, project: Project) -> list[tuple[EpisodeId, Sequence[Sequence[Line]]]]:
    """The lines that this order gave words, by request. Blocking for long scripts."""
    source = tongue.frame.source
    return [
        (episode.id, chunks_of(episode, lines, source))
        for episode in project.episodes
        if (lines := _translated(tongue, episode))
    ]


def _translated(tongue: Tongue, episode: Episode) -> set[LineId]:
    wanted = tongue.wanted(episode.id)
    return {
        line.id
        for line in episode.lines
        if line.id in wanted and line.words(tongue.language) and tongue.putting.is_open(line)
    }


async def _episode(tongue: Tongue, episode: EpisodeId, chunks: Sequence[Sequence[Line]]) -> None:
    for lines in chunks:
        rows = tongue.rows_now(episode, lines)
        if rows and tongue.course.goes_on:
            await _chunk(tongue, rows)


async def _chunk(tongue: Tongue, rows: Sequence[Row]) -> None:
    judge, reply = Judge(rows, tongue.frame), Reply()
    now = {row.id: row.line.words(tongue.language) for row in rows}
    came: dict[LineId, LineCame] = {}

    def on_line(line: LineCame) -> None:
        judge.line(line)
        came[line.line] = line

    exchange = Exchange(tongue.course.asker, on_line, lambda line, text: None)
    request = tongue.prompter.to_better(rows, now)
    asking = exchange.ask("second look", request, now.keys(), reply)
    if await tongue.course.tried(asking) is not Came.ANSWERED:
        return
    for row in rows:  # what was not mentioned is as it was
        if row.id not in judge.found:
            judge.line(LineCame(row.id, now[row.id]))
    doubtful = judge.beside(reply.arrived, reply.doubled, whole=False)
    for row in rows:
        line = came.get(row.id)
        result = judge.found[row.id]
        if line is None or row.id in doubtful or result.words == now[row.id]:
            continue
        if result.weight is Weight.FIXED:
            tongue.put(row, result, judge.shorter(line))
