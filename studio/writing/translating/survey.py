"""The look at a whole script before it is translated: what happens, and who is called what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing

from studio.engines.text import Message, TextRequest, Tokens
from studio.model.cast import Character
from studio.model.project import Project
from studio.writing.asking import Asker
from studio.writing.fencing import Fence
from studio.writing.page import Page
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import SURVEY
from studio.writing.tokens import Work, tokens_in
from studio.writing.tongues import name_of
from studio.writing.translating.order import source_of
from studio.writing.translating.surveyed import Surveyed
from studio.writing.translating.validation.frame import for_the_model

MOST_CHARACTERS = 8000
"""Characters of the script in one request."""
_TEMPERATURE = 0.3
_ANSWER = 3000
_GUESSED_ANSWER = 900

_SYSTEM = """\
Task: survey; from {source_code}; to {target_code}.
You prepare the dubbing of a drama from {source} into {target}. Others will translate it line by \
line and see only what you write down.
- `script` has the lines in order: c says who speaks, x what is said. `cast` has the characters. \
`synopsis`, where there is one, tells what happened before.
- Give one synopsis of all so far, at most 120 words, in {target}; and the tone in a few words.
- For each character that speaks: the name as it is to be written in {target}, and in a few words \
how he or she talks.
- For each pair that speak to each other: what the one calls the other in {target}, and whether \
the address is formal (null where {target} makes no difference).
- Up to 30 terms: names, places, titles, catch-phrases and puns that must be the same everywhere, \
exactly as they are written in the script, with their {target} form.
{fence}
Write one JSON object to a line and nothing else, in this form:
{{"k":"synopsis","x":"…"}}
{{"k":"tone","x":"…"}}
{{"k":"cast","id":"c1","name":"…","note":"…"}}
{{"k":"addr","from":"c1","to":"c2","formal":true,"as":"…"}}
{{"k":"term","src":"…","tgt":"…","type":"place","note":"…"}}
{{"k":"end","count":5}}"""

Tried = Callable[[Awaitable[None]], Awaitable[bool]]
"""Waits for a request and says whether there may be more."""


async def survey(
    page: Page,
    asker: Asker,
    language: str,
    *,
    again: bool = False,
    fence: Fence | None = None,
    tried: Tried | None = None,
) -> None:
    """Survey the script for a language, and put what was found into the project.

    What a person wrote or locked stays; what another survey found stays too, unless `again`. Of
    one that is broken off the names and terms are kept, and the script still needs a survey.
    Raises what the asker raises, unless `tried` takes it.
    """
    project, fence = page.project, fence or Fence()
    found, pieces = await asyncio.to_thread(_prepared, project, language)
    whole = False
    try:
        for piece in pieces:
            request = request_for(project, language, piece, found.synopsis, fence)
            reading = _read(asker, request, found)
            if tried is None:
                await reading
            elif not await tried(reading):
                return
        whole = True
    finally:
        if not found.empty:
            page.change(lambda project: found.into(project, again=again, whole=whole))


def _prepared(project: Project, language: str) -> tuple[Surveyed, list[Piece]]:
    """What a survey starts with. Blocking for long scripts."""
    return Surveyed(project, language), list(pieces_of(project))


def is_needed(project: Project, language: str) -> bool:
    """Whether nothing is known yet that a translation could go by."""
    return language not in project.surveys


def work_of_survey(project: Project, language: str) -> Work:
    """What a survey will probably need."""
    fence, work = Fence(), Work()
    for piece in pieces_of(project):
        request = request_for(project, language, piece, "", fence)
        read = tokens_in(request.system) + tokens_in(request.messages[0].text)
        work += Work(1, Tokens(read, _GUESSED_ANSWER))
    return work


Piece = Sequence[Mapping[str, str]]


def pieces_of(project: Project) -> Iterator[Piece]:
    """The spoken lines of a script as rows, in pieces that a model reads at once."""
    source = source_of(project)
    names = {each.id: each.name for each in project.cast}
    piece: list[Mapping[str, str]] = []
    length = 0
    for _, line in project.lines:
        words = for_the_model(line.words(source)) if line.spoken else ""
        if not words:
            continue
        if piece and length + len(words) > MOST_CHARACTERS:
            yield piece
            piece, length = [], 0
        who = names.get(line.character, "") if line.character else ""
        piece.append({"id": line.id, "c": who, "x": words})
        length += len(words)
    if piece:
        yield piece


def request_for(
    project: Project, language: str, piece: Piece, synopsis: str, fence: Fence
) -> TextRequest:
    """What is asked about one piece."""
    source = source_of(project)
    system = _SYSTEM.format(
        source_code=source, target_code=language, source=name_of(source),
        target=name_of(language), fence=fence.rule,
    )  # fmt: skip
    blocks = [fence.block("synopsis", synopsis)] if synopsis else []
    speaking = {row["c"] for row in piece}
    cast = [_cast_row(at, each) for at, each in enumerate(project.cast) if each.name in speaking]
    blocks.append(fence.block("script", piece))
    if cast:
        blocks.append(fence.block("cast", cast))
    said = "\n\n".join([*blocks, "Survey this script."])
    return TextRequest(
        system, (Message("user", said),), temperature=_TEMPERATURE, longest_answer=_ANSWER
    )


def _cast_row(at: int, character: Character) -> Mapping[str, str]:
    row = {"id": f"c{at + 1}", "name": character.name}
    more = {"gender": character.gender, "style": character.style}
    return row | {key: value for key, value in more.items() if value}


async def _read(asker: Asker, request: TextRequest, found: Surveyed) -> None:
    async with aclosing(asker.records("survey", request, SURVEY)) as coming:
        async for each in coming:
            if isinstance(each, Record):
                found.take(each)
