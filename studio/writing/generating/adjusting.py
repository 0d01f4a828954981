"""Lines that are there, said in other words: what is asked, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from studio.engines.text import Message, TextRequest
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.speakable import Speakable, joined_notes
from studio.writing.fencing import Fence
from studio.writing.generating.plan_prompt import system_head
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import REWRITE
from studio.writing.tongues import name_of

TEMPERATURE = 0.7
_PER_LINE = 60

Size = tuple[int, int]
"""The least and the most units of a line."""


def rewrite_request(
    fence: Fence,
    task: str,
    project: Project,
    lines: Sequence[Line],
    ask: str,
    *,
    sizes: Mapping[LineId, Size] | None = None,
    around: tuple[Sequence[Line], Sequence[Line]] = ((), ()),
) -> TextRequest:
    """The request to say these lines of the project's first language in other words.

    `around` are lines before and after them that stay as they are.
    """
    language = project.languages[0]
    rows = [_row(project, line, language, (sizes or {}).get(line.id)) for line in lines]
    words = sum(len(line.words(language)) for line in lines)
    blocks = [
        fence.block(name, [_around(project, line, language) for line in others])
        for name, others in zip(("last", "next"), around, strict=True)
        if others
    ]
    blocks += [fence.block("rows", rows), fence.block("ask", ask)]
    said = "\n".join([*blocks, "Rewrite the rows as asked."])
    return TextRequest(
        _system(fence, task, language),
        (Message("user", said),),
        temperature=TEMPERATURE,
        longest_answer=300 + _PER_LINE * len(lines) + 4 * words,
    )


async def rewritten(
    asker: Asker, request: TextRequest, task: str, wanted: Collection[LineId]
) -> tuple[dict[LineId, str], Ended]:
    """The new words of those lines that were answered, the first of each; raises as it asks."""
    words: dict[LineId, str] = {}
    ended = Ended(None)
    async with aclosing(asker.records(task, request, REWRITE)) as coming:
        async for each in coming:
            if isinstance(each, Ended):
                ended = each
            elif isinstance(each, Record) and "x" in each.fields:
                id = LineId(text_of(each, "id"))
                if id in wanted:
                    words.setdefault(id, text_of(each, "x", longest=4096))
    return words, ended


def reworded(before: Line, new: Speakable, language: str) -> Callable[[Line], Line]:
    """The change that gives a line its new words, unless somebody changed it meanwhile."""

    def change(line: Line) -> Line:
        if line.words(language) != before.words(language):
            return line
        line = line.saying(language, new.words)
        if not new.note:
            return line
        return replace(line, direction=joined_notes(line.direction, new.note))

    return change


def _around(project: Project, line: Line, language: str) -> dict[str, str]:
    found = project.cast.find(line.character)
    return {"c": found.name if found else "", "x": line.words(language)}


def _row(project: Project, line: Line, language: str, size: Size | None) -> dict[str, str | int]:
    found = project.cast.find(line.character)
    row: dict[str, str | int] = {
        "id": line.id,
        "c": found.name if found else "",
        "x": line.words(language),
    }
    return row if size is None else row | {"min": size[0], "max": size[1]}


def _system(fence: Fence, task: str, language: str) -> str:
    return "\n\n".join(
        (
            system_head(task, language),
            "You revise the lines of a script that is meant to be heard. The rows are its lines, "
            "in order; c is who speaks, empty for what is shown. Under “ask” stands what the "
            "writer wants done with them: it is about their words only. Lines under “last” and "
            "“next” stand around them and stay.",
            f"Write in {name_of(language)}. Each line stays the same person's, in their "
            "way of speaking, and can be said aloud as it stands: no name before it, no "
            "directions, brackets or markup. What happens and what is meant stays, unless the "
            "writer wants it otherwise. Where a row has min and max, they are the syllables, or "
            "in Chinese, Japanese, Korean and Thai the characters, that its new words may have.",
            "Answer with records only, one JSON object to a line: one for each row that changes, "
            "with its id, keys in this order:\n"
            '{"id":"k7f3m2qa","x":"the new words"}\n'
            '{"k":"end","count"}: the last record, with how many rows there were',
            fence.rule,
        )
    )
