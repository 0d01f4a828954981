"""What is heard of lines whose chosen take does not match the script and the cast as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from studio.formats.words import spoken_words
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.synthesis.plan import Engines, LineState, TakeState, state_of

# What engines are sent besides words: pauses such as <#0.5#>, sounds such as (laughs). Asides of
# the script in round brackets never reach them.
_MARKS = re.compile(r"<#[^#<>]*#>|\([^()]*\)")


def heard_before(
    project: Project, lines: Iterable[Line], languages: Sequence[str], engines: Engines
) -> Mapping[tuple[LineId, str], str]:
    """The words one hears of each line and language that sound as before their last change."""
    return {
        (line.id, language): _heard(line, language, found.take, found)
        for line in lines
        for language in languages
        if line.spoken and (found := state_of(project, line, language, engines)).take
        if _sounds_otherwise(line, language, found.take, found)
    }


def _sounds_otherwise(line: Line, language: str, take: Take, found: LineState) -> bool:
    """Whether the take is not what voicing the line now would give.

    Where the line cannot be voiced now, only its words can tell.
    """
    if found.state is TakeState.READY:
        return False
    return found.request is not None or not _same_words(line, language, take, found)


def _heard(line: Line, language: str, take: Take, found: LineState) -> str:
    """The words as they are written where they are the ones that were said, else what was said."""
    if _same_words(line, language, take, found):
        return spoken_words(line.words(language))
    return _without_marks(take.said)


def _same_words(line: Line, language: str, take: Take, found: LineState) -> bool:
    """Whether a take says what is written; another engine may have been sent it otherwise."""
    said = _without_marks(take.said)
    if found.request is not None and found.request.engine == take.engine:
        return _without_marks(found.request.text) == said
    return _letters(_without_marks(spoken_words(line.words(language)))) == _letters(said)


def _without_marks(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
