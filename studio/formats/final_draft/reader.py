"""Final Draft scripts as scripts of the studio."""

from __future__ import annotations

from studio.formats.final_draft.paragraphs import read_draft
from studio.formats.final_draft.speeches import ParagraphReader
from studio.formats.final_draft.title import title_page_of
from studio.formats.guessing import settled
from studio.formats.script import Script


def parse_final_draft(data: bytes, *, source: str = "", language: str = "") -> Script:
    """The script in a Final Draft file; whatever is not understood is action.

    A language on the title page wins over the one given. Raises ScriptError for what is no such
    file.
    """
    draft = read_draft(data, source=source)
    page = title_page_of([paragraph.words for paragraph in draft.title_page])
    reader = ParagraphReader(page.language or language)
    for place, paragraph in enumerate(draft.content, 1):
        reader.take(paragraph, place)
    episodes = reader.episodes()
    return settled(Script(page.title, page.language or language, page.rest, episodes))
