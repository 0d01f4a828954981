"""Asks again for what was not right: all of it together, then in halves, then line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.engines.text import Ending
from studio.model.ids import LineId
from studio.writing.asking import Told
from studio.writing.scanning.records import RecordScanner
from studio.writing.scanning.shapes import TRANSLATION
from studio.writing.translating.chunks import MOST_LINES
from studio.writing.translating.course import Came
from studio.writing.translating.exchange import Came as LineCame
from studio.writing.translating.exchange import Reply
from studio.writing.translating.judging import Judge
from studio.writing.translating.pool import Doubtful
from studio.writing.translating.reasons import Reason, Weight
from studio.writing.translating.tongue import Tongue

_TRIES_ALONE = 2


async def repair(tongue: Tongue) -> None:
    """Climb the ladder; what is still not right is flagged, or has failed."""
    size = MOST_LINES
    for _ in range(2):
        for group in _groups(_worth(tongue), size):
            await _together(tongue, group)
        size //= 2
    for doubtful in _worth(tongue):
        if doubtful.weight is Weight.REFUSE:
            await _alone(tongue, doubtful)
    if tongue.course.goes_on:
        _give_up(tongue)


def _worth(tongue: Tongue) -> list[Doubtful]:
    """The lines that another request may help; those a person took in hand are let go."""
    now = {line.id: line for _, line in tongue.course.page.project.lines}
    for each in list(tongue.pool):
        if not tongue.is_open(each.row, now):
            tongue.pool.clear(each.row.id)
    return [each for each in tongue.pool if each.tries == 0 or each.hopeful]


def _groups(doubtful: Sequence[Doubtful], size: int) -> Iterator[list[Doubtful]]:
    """Lines for one request each; those a model would not do are kept apart, in smaller ones.

    Where words may be those of a neighbour, neighbours are asked for in different requests.
    """
    refused = [each for each in doubtful if each.refused]
    others = [each for each in doubtful if not each.refused]
    apart = (others[::2], others[1::2]) if any(each.placed for each in others) else (others,)
    for lines, most in (*((part, size) for part in apart), (refused, max(1, size // 2))):
        for at in range(0, len(lines), most):
            yield lines[at : at + most]


async def _together(tongue: Tongue, group: Sequence[Doubtful]) -> None:
    """One request for some lines, with right ones around them; none where an echo is feared."""
    if not tongue.course.may_ask_more:
        return
    tongue.course.extra += 1
    rows = [each.asking for each in group]
    around = [] if any(each.echoes for each in group) else tongue.lines_around(rows)
    echoes = {line.words(tongue.frame.source): line.words(tongue.language) for line in around}
    judge, reply = Judge(rows, tongue.frame, echoes), Reply()
    before = {each.row.id: each for each in group}
    came = await tongue.ask("repair", tongue.prompter.again(rows, around), judge, reply)
    _compare(tongue, before, judge)
    if came is Came.REFUSED:
        tongue.lost(judge, Reason.REFUSAL)
    for line, each in before.items():
        _count_try(tongue, line, each)


def _compare(tongue: Tongue, before: dict[LineId, Doubtful], judge: Judge) -> None:
    """Where the new answer is worse than the one before, that one stays.

    Words that come again though their neighbours were not there are the line's own.
    """
    for line, doubtful in before.items():
        now = tongue.pool.get(line)
        if now is None or line not in judge.found:
            continue
        if (own := doubtful.confirmed_by(judge.found[line])) is not None:
            tongue.put(doubtful.row, own)
            tongue.pool.clear(line)
        elif doubtful.best is not None and doubtful.weight < now.weight:
            tongue.pool.add(doubtful.row, doubtful.findings, doubtful.best)


def _count_try(tongue: Tongue, line: LineId, before: Doubtful) -> None:
    now = tongue.pool.get(line)
    if now is not None:
        now.tries = before.tries + 1


async def _alone(tongue: Tongue, doubtful: Doubtful) -> None:
    """One request for one line, with nothing that could be repeated; twice at most."""
    for _ in range(_TRIES_ALONE):
        if not tongue.course.may_ask_more or doubtful.row.id not in tongue.pool:
            return
        tongue.course.extra += 1
        row = doubtful.asking
        told: list[Told] = []

        async def ask() -> None:
            told.append(await tongue.course.asker.text("alone", tongue.prompter.alone(row)))  # noqa: B023

        if await tongue.course.tried(ask()) is not Came.ANSWERED:
            return
        judge = Judge([row], tongue.frame)
        came = LineCame(row.id, _plain(told[-1].text), cut=told[-1].ending is not Ending.WHOLE)
        tongue.take(row, judge.line(came), "")


def _plain(text: str) -> str:
    """The words of a plain reply, out of a record where the model wrote one all the same."""
    if not text.lstrip().startswith("{"):
        return text
    scanner = RecordScanner(TRANSLATION)
    records = [*scanner.feed(text), *scanner.finish()]
    return next((words for record in records if (words := record.words("t"))), text)


def _give_up(tongue: Tongue) -> None:
    """Lines that nothing usable came for fail; others keep their words, flagged."""
    for doubtful in tongue.pool:
        if doubtful.weight is Weight.REFUSE:
            tongue.fail(doubtful.row, doubtful.findings)
