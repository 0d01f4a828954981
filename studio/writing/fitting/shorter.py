"""One line said in fewer words, because a person asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.ids import LineId
from studio.writing.asking import Asker
from studio.writing.fitting.part import with_words
from studio.writing.fitting.rewriting import Rewriter, Wish
from studio.writing.page import Page

SHARE = 0.75
"""Share of its words that a shorter line should have."""


@dataclass(frozen=True, slots=True)
class ShorterOrder:
    """The line that should have fewer words in a language."""

    line: LineId
    language: str


async def shorter(page: Page, asker: Asker | None, order: ShorterOrder) -> bool:
    """Give a line its shorter variant, or have one written; False where none came that is good.

    Words of a person's stay a person's. Raises what the model ended by, and EditRefused.
    """
    found = page.project.find_line(order.line)
    if found is None or not found[1].words(order.language).strip():
        return False
    line, language = found[1], order.language
    known = line.translations.get(language)
    words = known.shorter if known else ""
    if not words:
        rewriter = Rewriter(page.project, language, asker)
        wish = Wish(line, line.words(language), SHARE)
        words = (await rewriter.new_words(page.project, [wish])).get(line.id, "")
        if not words and rewriter.ended_by is not None:
            raise rewriter.ended_by
    if not words:
        return False
    change = with_words(language, words)
    before = line.words(language)
    page.change_line(line.id, lambda now: change(now) if now.words(language) == before else now)
    return True
