"""Which translations were begun and are not at their end, as the lines themselves tell."""

from __future__ import annotations

from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.translating.extent import extent_of
from studio.writing.translating.order import TranslationOrder


def unfinished(project: Project) -> dict[str, int]:
    """How many lines wait, by language, where a model translated some; blocking for long scripts.

    A language that only people have written in is theirs to finish.
    """
    begun = (code for code in project.languages[1:] if _is_begun(project, code))
    waiting = {code: extent_of(project, TranslationOrder((code,))).asked for code in begun}
    return {code: lines for code, lines in waiting.items() if lines}


def _is_begun(project: Project, language: str) -> bool:
    found = (line.translations.get(language) for _, line in project.lines)
    return any(how is not None and how.state is not TranslationState.EDITED for how in found)
