"""Prose said word by word: the speeches by whoever says them, all the rest by the narrator."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from studio.model.cast import Character
from studio.model.episode import Episode
from studio.model.ids import EpisodeId
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Project
from studio.model.translation import Suggestion
from studio.writing.adapting.attributing import Attribution, Label, parts_of, work_of_labels
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.adapting.pieces import Piece, pieces_of
from studio.writing.adapting.proof import is_proved, prove
from studio.writing.asking import Asker
from studio.writing.drafting.speakers import Speakers, joining, spoken_by
from studio.writing.page import Change, Page, Progress
from studio.writing.tokens import Work

NOBODY_KNOWS = "who"
"""What is suggested for a line of which no model could tell who says it: find out."""


def work_of_verbatim(order: AdaptOrder) -> Work:
    """What it will probably need."""
    return work_of_labels(order.prose, pieces_of(order.prose))


async def adapt_verbatim(
    page: Page, asker: Asker, order: AdaptOrder, episode: EpisodeId
) -> AdaptOutcome:
    """Write the lines of a prose into an episode, from where it was left the last time."""
    pieces, words = await asyncio.to_thread(_proved_pieces, order.prose)
    begun = _begun(page.project.episode(episode), words, order.language)
    speakers = Speakers(page.project.cast, narrator=order.narrator_name)
    attribution = Attribution(asker, order.prose, order.language, speakers)
    done, lost = begun, 0
    for part in parts_of(order.prose, pieces[begun:]):
        async with aclosing(attribution.labels(part, page.project.cast)) as coming:
            async for each in coming:
                if isinstance(each, Character):
                    page.change(partial(joining, character=each))
                    continue
                page.change(_with_line(order, episode, each))
                done, lost = done + 1, lost + (each.speaker is None)
                page.report(Progress("adapting", done, len(pieces), flagged=lost))
    said = [line.words(order.language) for line in page.project.episode(episode).spoken_lines]
    proved = await asyncio.to_thread(is_proved, order.prose, said[-len(pieces) :])
    return AdaptOutcome(episode, done - begun, lost, proved=proved)


def _proved_pieces(prose: str) -> tuple[tuple[Piece, ...], list[str]]:
    """The pieces of a prose and their words, which are all of it; raises WritingError."""
    pieces = pieces_of(prose)
    words = [piece.words(prose) for piece in pieces]
    prove(prose, words)
    return pieces, words


def _begun(episode: Episode, words: Sequence[str], language: str) -> int:
    """How many of these words are the last lines of the episode already."""
    said = [line.words(language) for line in episode.spoken_lines]
    counts = range(min(len(said), len(words)), 0, -1)
    return next((n for n in counts if said[-n:] == list(words[:n])), 0)


def _with_line(order: AdaptOrder, episode: EpisodeId, label: Label) -> Change:
    """Puts a piece at the end of the episode, said by whom its label names."""

    line = _line(order, label)

    def change(project: Project) -> Project:
        placed = line
        if label.speaker:
            project, placed = spoken_by(project, line, label.speaker)
        here = project.episode(episode)
        return project.with_episode(here.inserting(len(here.lines), (placed,)))

    return change


def _line(order: AdaptOrder, label: Label) -> Line:
    speaker, words = label.speaker, {order.language: label.piece.words(order.prose)}
    if speaker is None:
        nobody = (Suggestion(NOBODY_KNOWS, order.language),)
        return replace(new_line(LineKind.DIALOGUE, words), suggestions=nobody)
    told = speaker.name == order.narrator_name
    return replace(
        new_line(LineKind.VOICE_OVER if told else LineKind.DIALOGUE, words),
        character=speaker.id,
        direction=label.direction,
        emotion=label.emotion,
    )
