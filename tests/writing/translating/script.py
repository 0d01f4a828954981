"""Scripts to translate, and whether their translations are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from studio.model.episode import Episode
from studio.model.ids import EpisodeId, new_id
from studio.model.line import Line, LineKind, new_line
from studio.model.project import GlossaryEntry, Project, new_project
from studio.model.translation import TranslationState
from tests.services.text_model_prose import sentence
from tests.services.text_model_truth import is_true, truth

NAMES = ("MARA", "TOBIAS", "IVY", "NARRATOR")
_WORDS = (2, 3, 4, 5, 6, 7, 8, 9, 11, 14)


def a_script(
    lines: int,
    *,
    language: str = "en",
    seed: int = 1,
    episodes: int = 1,
    glossary: Sequence[GlossaryEntry] = (),
) -> Project:
    """A script of so many spoken lines, in scenes; some have numbers, names, pauses and sounds."""
    dice = Random(seed)
    project = new_project("Night Ferry", language=language)
    cast = project.cast
    for name in NAMES:
        cast, _ = cast.adding(name)
    parts = [
        _an_episode(number, lines // episodes, language, [c.id for c in cast], dice)
        for number in range(1, episodes + 1)
    ]
    return replace(project, cast=cast, episodes=tuple(parts), glossary=tuple(glossary))


def _an_episode(number: int, lines: int, language: str, cast: Sequence, dice: Random) -> Episode:
    found: list[Line] = []
    for at in range(lines):
        if at % 14 == 0:
            found.append(new_line(LineKind.HEADING, {language: f"INT. DECK {at}"}))
        words = {language: some_words(language, dice)}
        found.append(new_line(LineKind.DIALOGUE, words, character=dice.choice(cast)))
    return Episode(EpisodeId(new_id()), number, "", tuple(found))


def some_words(language: str, dice: Random) -> str:
    """What somebody may say."""
    dense = language in ("zh", "ja")
    blank = "" if dense else " "
    words = sentence(str(dice.random()), language, dice.choice(_WORDS))
    if dice.random() < 0.1:
        words = f"{words[:-1]}{blank}{dice.randint(2, 90)}{words[-1]}"
    if dice.random() < 0.15:
        words = f"Mara{'，' if dense else ', '}{words}"
    if dice.random() < 0.1:
        words = f"{words}{blank}{sentence(str(dice.random()), language, 3)}"
    if dice.random() < 0.05:
        words = f"{words} <#0.5#> {sentence(str(dice.random()), language, 3)}"
    if dice.random() < 0.04:
        words = f"(sighs) {words}"
    return words


def terms_of(project: Project, language: str) -> dict[str, str]:
    """What the model is told to call whom and what."""
    names = {c.name: c.names.get(language, "") for c in project.cast}
    glossary = {e.term: e.translation for e in project.glossary if e.language == language}
    return names | glossary


def right(line: Line, source: str, language: str, terms: dict[str, str]) -> bool:
    """Whether a line's words are the model's true translation."""
    said, words = line.words(source), line.words(language)
    return words == truth(said, language, terms) or is_true(said, words, language, terms)


def silently_wrong(project: Project, language: str) -> list[tuple[str, str, str]]:
    """Lines that look fine and are not: source, words, and what was right."""
    source, terms = project.languages[0], terms_of(project, language)
    fine = (TranslationState.OK, TranslationState.ADJUSTED)
    return [
        (line.words(source), line.words(language), truth(line.words(source), language, terms))
        for _, line in project.lines
        if (how := line.translations.get(language)) and how.state in fine
        if not right(line, source, language, terms)
    ]
