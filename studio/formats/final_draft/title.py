"""The title page of a Final Draft file, which is laid out by hand and knows no keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.formats.title_page import TitlePage, read_title_page

_BY = re.compile(r"(?:written |screenplay |story |teleplay )?by:?|编剧|作者|作", re.IGNORECASE)


def title_page_of(paragraphs: Sequence[str]) -> TitlePage:
    """What stands there: pairs of key and value where we wrote it, else title, author, notes."""
    lines = [line.strip() for words in paragraphs for line in words.split("\n") if line.strip()]
    if not lines:
        return TitlePage()
    if (page := read_title_page("\n".join(lines))).lines:
        return page
    title, *others = lines
    rest: list[tuple[str, str]] = []
    notes: list[str] = []
    while others:
        line = others.pop(0)
        if _BY.fullmatch(line) and others:
            rest.append(("Author", others.pop(0)))
        else:
            notes.append(line)
    if notes:
        rest.append(("Notes", "\n".join(notes)))
    return TitlePage(title, rest=tuple(rest))
