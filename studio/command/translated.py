"""What `translate` writes and tells: the script in another language, and what to look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.command.counting import counted
from studio.command.writing_printing import SHOWN, costs, say, spent, warn
from studio.model.cast import Cast
from studio.model.episode import Episode
from studio.model.glossary import names_in
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.purse import Purse
from studio.writing.translating.order import LineOutcome, NewName, TranslationOutcome
from studio.writing.translating.reasons import sentence_of

_LONGEST = 40


def translated_script(project: Project, languages: Sequence[str], *, notes: bool) -> Project:
    """The project as its script is to be written: in the only language, else all in notes.

    A spoken line without a translation has no words in the file, its source stands in a note.
    """
    if notes or len(languages) != 1:
        return project
    language, source = languages[0], project.languages[0]
    return replace(
        project,
        languages=(language,),
        title_page=tuple(
            (key, value) for key, value in project.title_page if key.casefold() != "languages"
        ),
        episodes=tuple(_only(episode, language, source) for episode in project.episodes),
        cast=_renamed(project, language),
    )


def _only(episode: Episode, language: str, source: str) -> Episode:
    return replace(episode, lines=tuple(_line(line, language, source) for line in episode.lines))


def _line(line: Line, language: str, source: str) -> Line:
    words = line.words(language)
    shown = source if line.spoken and not words else language
    return replace(line, text={shown: words or line.words(source)}, translations={})


def _renamed(project: Project, language: str) -> Cast:
    """The cast under the names of a language; of two who share one, the second keeps its own."""
    used: set[str] = set()
    found, names = list(project.cast), names_in(project, language)
    for at, character in enumerate(found):
        name = names.get(character.id, character.name)
        if name.casefold() in used:
            name = character.name
        used.add(name.casefold())
        found[at] = replace(character, name=name)
    return Cast(tuple(found))


def tell_translated(
    outcome: TranslationOutcome, project: Project, out: Path, purse: Purse, *, as_json: bool
) -> None:
    """What came of it: lines to look at on stderr, the result on stdout."""
    lines = {line.id: line for _, line in project.lines}
    for state, word in ((TranslationState.FAILED, "failed"), (TranslationState.FLAGGED, "flagged")):
        found = [each for each in outcome.doubtful if each.state is state]
        for each in found[:SHOWN]:
            line = lines.get(each.line)
            words = line.words(project.languages[0]) if line else ""
            warn(f"{each.line} ({each.language}) “{_short(words)}” {word}: {_why(each)}")
        if len(found) > SHOWN:
            warn(f"{len(found) - SHOWN:,} more {word}")
    if outcome.left:
        warn(f"{counted(outcome.left, 'line')} not asked for yet; the same command goes on")
    for language in dict.fromkeys(each.language for each in outcome.new_names):
        warn(_new_names([each for each in outcome.new_names if each.language == language]))
    if as_json:
        say(json.dumps(_object(outcome, out, purse), ensure_ascii=False, indent=2))
        return
    done = sum(outcome.counts.values()) - outcome.failed
    parts = [counted(done, "line")]
    flagged = outcome.counts.get(TranslationState.FLAGGED, 0)
    parts += [f"{flagged} flagged"] if flagged else []
    parts += [f"{outcome.failed} failed"] if outcome.failed else []
    parts += [f"{outcome.kept} kept"] if outcome.kept else []
    say(f"{out}: {', '.join(parts)}; {counted(outcome.requests, 'request')}, {spent(purse)}")


def _new_names(names: Sequence[NewName]) -> str:
    """Names of one language in a line, and how a person has them called the same everywhere."""
    told = ", ".join(f"{each.term} ({each.times:,} times)" for each in names[:SHOWN])
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    language = names[0].language
    return (
        f"no glossary has {told}{more}: to have them called the same everywhere, write them into "
        f"a file under term,{language} and give it with --glossary FILE"
    )


def _why(outcome: LineOutcome) -> str:
    return " ".join(sentence_of(code) for code in outcome.reasons)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _object(outcome: TranslationOutcome, out: Path, purse: Purse) -> dict[str, Any]:
    counts = Counter(outcome.counts)
    return {
        "file": str(out),
        **{state.value: counts[state] for state in TranslationState if state != "edited"},
        "kept": outcome.kept,
        "left": outcome.left,
        **costs(purse),
        "requests": outcome.requests,
        "extra_requests": outcome.extra,
        "new_names": [
            {"term": each.term, "language": each.language, "times": each.times}
            for each in outcome.new_names
        ],
        "lines": [
            {
                "id": each.line,
                "language": each.language,
                "state": each.state.value,
                "reasons": list(each.reasons),
            }
            for each in outcome.doubtful
        ],
    }
