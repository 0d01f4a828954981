"""Which dialect a script is written in."""

from __future__ import annotations

from studio.formats.headings import is_scene
from studio.formats.markup import WHITE
from studio.formats.names import in_capitals, read_cue
from studio.formats.plain_cues import read_plain_cue
from studio.formats.title_page import read_title_page

_ENOUGH_CUES = 0.3
_LINES_LOOKED_AT = 2000


def dialect_of(text: str) -> str:
    """`plain` when the title page says so or enough lines name a speaker, else `fountain`."""
    page = read_title_page(text)
    if page.dialect:
        return page.dialect
    plain_page = read_title_page(text, only_known=True)
    lines = text.split("\n", _LINES_LOOKED_AT + plain_page.lines)[plain_page.lines :]
    lines = [line.strip(WHITE) for line in lines[:_LINES_LOOKED_AT]]
    plain = sum(read_plain_cue(line) is not None for line in lines)
    counted = sum(bool(line) and not line.startswith(("[[", "#")) for line in lines)
    screenplay = sum(
        _screenplay_cue(before, line, after)
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    )
    return (
        "plain" if plain and plain >= counted * _ENOUGH_CUES and plain > screenplay else "fountain"
    )


def _screenplay_cue(before: str, line: str, after: str) -> bool:
    if before or not line or not after or read_plain_cue(after) or is_scene(line):
        return False
    if line.startswith("@"):
        return len(line) > 1
    return line[0] not in "!.#=~>" and len(line) <= 60 and in_capitals(read_cue(line).name)
