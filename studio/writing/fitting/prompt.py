"""What a model is asked that makes lines shorter or longer without changing what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.engines.text import Message, TextRequest
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.fencing import Fence
from studio.writing.fitting.passages import neighbours
from studio.writing.timing.rates import rate_of
from studio.writing.timing.units import counted
from studio.writing.tongues import brevity_hint, name_of
from studio.writing.translating.glossary import Terms
from studio.writing.translating.order import source_of
from studio.writing.translating.validation.frame import for_the_model

STEP = "fit"
AROUND = 3
"""Neighbours told before and after, for the tone."""
TEMPERATURE, WARMER = 0.3, 0.6
_ANSWER, _PER_CHARACTER = 200, 4

_SYSTEM = """\
Task: fit; from {source_code}; to {target_code}.
You adapt the dialogue of a dub from {source} into {target} to the time there is for each line. \
Actors will speak every word of it.
- `rows` are lines in {target}, `source` has what each translates. Write each row anew, so that \
its size in {unit} is within its `min` and `max`. These are a budget, not something to be told.
- What is meant stays, then what sounds natural, then the size. Do not drop the point of a line, \
and do not fill it up with empty words.
- Shorter is: one verb for a phrase, a pronoun for a name that was just said, no “well” and no \
“you know”. “I am really not sure whether we should go there” is “I doubt we should go”.
- Keep at their place, exactly as they are: pauses such as <#0.5#>, sounds such as (laughs), \
{{braces}}, <tags> and placeholders. Numbers stay, and what `terms` names is called so.
- `context` has the lines around it with their translations, for tone and manner of address only.
- {brevity}
{fence}
Write one JSON object to a line and nothing else, with the id of its row:
{{"id":"h3k8m2qa","x":"the new words"}}
{{"k":"end","count":1}}"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that are to become others: a line, its words by now, and how many units they may be."""

    line: Line
    words: str
    least: int
    most: int


class FitPrompter:
    """Makes the requests for one language; the rules stay the same."""

    def __init__(self, project: Project, language: str, terms: Terms, fence: Fence) -> None:
        self._language = language
        self._source = source_of(project)
        self._terms = terms
        self._fence = fence
        self._system = _SYSTEM.format(
            source_code=self._source,
            target_code=language,
            source=name_of(self._source),
            target=name_of(language),
            unit=unit_of(language),
            brevity=brevity_hint(language),
            fence=fence.rule,
        )

    def request(
        self, project: Project, wanted: Sequence[Wanted], *, again: bool = False
    ) -> TextRequest:
        """The request for new words; `again` where a first answer did not do."""
        blocks: list[str] = []
        for name, rows in (
            ("terms", self._told_terms(wanted)),
            ("context", self._near(project, wanted)),
        ):
            if rows:
                blocks.append(self._fence.block(name, rows))
        cast = {each.id: each.name for each in project.cast}
        sources = [
            {"id": each.line.id, "x": for_the_model(each.line.words(self._source))}
            for each in wanted
        ]
        rows = [
            {
                "id": each.line.id,
                "c": cast.get(each.line.character, "") if each.line.character else "",
                "x": each.words,
                "min": each.least,
                "max": each.most,
            }
            for each in wanted
        ]
        blocks += [self._fence.block("source", sources), self._fence.block("rows", rows)]
        blocks.append(self._fence.block("ask", self._ask(wanted, again=again)))
        said = "\n\n".join([*blocks, "Write the rows anew as asked."])
        characters = sum(len(each.words) for each in wanted)
        return TextRequest(
            self._system,
            (Message("user", said),),
            temperature=WARMER if again else TEMPERATURE,
            longest_answer=_ANSWER + _PER_CHARACTER * characters,
        )

    def _ask(self, wanted: Sequence[Wanted], *, again: bool) -> str:
        size = sum(round(counted(each.words, self._language).units) for each in wanted)
        least, most = sum(each.least for each in wanted), sum(each.most for each in wanted)
        shorter = size > most
        told = (
            f"{'Shorten' if shorter else 'Lengthen'}: {size} {unit_of(self._language)} now, "
            f"{least} to {most} wanted."
        )
        if not again:
            return told
        way = "Say only the core of it" if shorter else "Say more of what `source` means"
        return f"{told} An earlier try did not reach this. {way}, and keep what has to be kept."

    def _told_terms(self, wanted: Sequence[Wanted]) -> list[Mapping[str, str]]:
        found = {
            term.source: term.target
            for each in wanted
            for term in self._terms.within(each.line.words(self._source))
        }
        return [{"src": source, "tgt": target} for source, target in found.items()]

    def _near(self, project: Project, wanted: Sequence[Wanted]) -> list[Mapping[str, str]]:
        lines = [each.line.id for each in wanted]
        episode = next(
            (e for e in project.episodes if any(line.id == lines[0] for line in e.lines)), None
        )
        near = neighbours(episode, lines, AROUND) if episode else ()
        return [
            {"x": for_the_model(each.words(self._source)), "t": each.words(self._language)}
            for each in near
            if each.words(self._language).strip()
        ]


def unit_of(language: str) -> str:
    """What the size of a text is counted in."""
    return "syllables" if rate_of(language).letters else "characters"
