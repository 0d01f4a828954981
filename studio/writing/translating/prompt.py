"""What a model is asked that translates lines: rules first, then what changes little, then rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from studio.engines.text import Message, TextRequest, Thinking
from studio.model.episode import Episode
from studio.model.glossary import names_in
from studio.model.ids import CharacterId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Survey, TranslationState
from studio.writing.fencing import Fence
from studio.writing.timing.rates import rate_of
from studio.writing.tongues import brevity_hint, name_of
from studio.writing.translating.chunks import CONTEXT, PREVIEW, after, before
from studio.writing.translating.order import source_of
from studio.writing.translating.rows import Row
from studio.writing.translating.validation.frame import for_the_model

MOST_TERMS, MOST_CAST, MOST_ADDRESSES = 40, 40, 60
TEMPERATURE, WARMER = 0.2, 0.4
_ANSWER, _PER_LINE, _PER_CHARACTER = 200, 32, 2
"""Tokens an answer may have: so many, more for each line, and for each character of its source."""

_SYSTEM = """\
Task: translate; from {source_code}; to {target_code}.
You adapt dialogue from {source} into {target}. Actors will speak every word of it.
- Meaning comes first, natural speech second, length third.
- Answer with one record for each row of `rows`, with its id, in the same order. Each record holds \
the translation of its own row, all of it and nothing else: rows are never merged, split, left \
out or added, a fragment stays a fragment, and no word moves to another row.
- Keep at their place, exactly as they are: pauses such as <#0.5#>, sounds such as (laughs), \
{{braces}}, <tags>, [square brackets] and placeholders. What else stands in round brackets stays \
in round brackets.
- Write only what is said: no names of speakers, no notes, no quotation marks around the words.
- Use spoken {target}. Adapt idioms. Call people and things as `cast` and `terms` do, and let \
people speak to each other as `addresses` says.
- {brevity}
- `context` has earlier lines with their translations, `next` the lines that follow. Both are for \
understanding only; they are not to be translated or repeated.
- `min` and `max` of a row are a budget in {unit}: stay within it by saying it more briefly, not \
by leaving out its point.
- Where `short` is true, add `s`: the same clearly shorter, about three quarters of `t`, such as \
“I really don't think I can do that.” and “No, I can't.”
- `why` says what was wrong with an earlier answer.
{wish}{fence}
Write one JSON object to a line and nothing else, in this form:
{{"id":"h3k8m2qa","t":"the translation"}}
{{"id":"w5r7t9xz","t":"the translation","s":"shorter"}}
{{"k":"end","count":2}}
Where there is one `row` instead of `rows`, answer with its translation alone, as plain text."""

_BETTER = """\
`now` is the translation of each row as it stands. Read all of them as one scene and consider what \
an actor would stumble over: stiff or literal wording, a wrong tone or address, a lost joke. \
Answer with records for those rows only that you make better; leave out what is good."""

Pair = Mapping[str, str]


class Prompter:
    """Makes the requests of a translation into one language; the rules stay the same."""

    def __init__(self, project: Project, language: str, style: str, fence: Fence) -> None:
        self._language = language
        self._source = source_of(project)
        self._project = project
        self._survey = project.surveys.get(language, Survey())
        self._fence = fence
        self.system = _system(self._source, language, style, fence)

    def of_chunk(self, episode: Episode, rows: Sequence[Row]) -> TextRequest:
        """A request for rows of an episode as it is now, with lines around them."""
        wanted = {row.id for row in rows}
        context = self._pairs(before(episode, wanted))
        preview = [self._said(line) for line in islice(after(episode, wanted), PREVIEW)]
        return self._request(rows, context, preview)

    def again(self, rows: Sequence[Row], around: Iterable[Line]) -> TextRequest:
        """A request for rows that were not right, with neighbours that are."""
        return self._request(rows, self._pairs(around, most=4 * len(rows)), [], WARMER)

    def to_better(self, rows: Sequence[Row], now: Mapping[LineId, str]) -> TextRequest:
        """A request to read translations again and answer only for those that can be better."""
        told = [{**row.data(), "now": now[row.id]} for row in rows]
        blocks = [*self._stable(rows), self._fence.block("rows", told)]
        return self._asking(blocks, _BETTER, rows)

    def alone(self, row: Row) -> TextRequest:
        """A request for one row without anything around it; a plain text is the answer."""
        blocks = [*self._stable([row]), self._fence.block("row", [row.data()])]
        return self._asking(blocks, "Translate this row. Answer with its translation only.", [row])

    def pairs(self, episode: Episode, rows: Sequence[Row]) -> list[Pair]:
        """What `of_chunk` tells as context."""
        return self._pairs(before(episode, {row.id for row in rows}))

    def _request(
        self,
        rows: Sequence[Row],
        context: Sequence[Pair],
        preview: Sequence[Mapping[str, str]],
        temperature: float = TEMPERATURE,
    ) -> TextRequest:
        blocks = self._stable(rows)
        if context:
            blocks.append(self._fence.block("context", context))
        if preview:
            blocks.append(self._fence.block("next", preview))
        blocks.append(self._fence.block("rows", [row.data() for row in rows]))
        count = "this row" if len(rows) == 1 else f"these {len(rows)} rows"
        return self._asking(blocks, f"Translate {count}.", rows, temperature)

    def _asking(
        self,
        blocks: Sequence[str],
        ask: str,
        rows: Sequence[Row],
        temperature: float = TEMPERATURE,
    ) -> TextRequest:
        return TextRequest(
            self.system,
            (Message("user", "\n\n".join([*blocks, ask])),),
            temperature=temperature,
            longest_answer=longest_answer(rows),
            thinking=Thinking.NONE,
        )

    def _stable(self, rows: Sequence[Row]) -> list[str]:
        """What is the same for many requests, the slowest first."""
        speakers = [row.line.character for row in rows if row.line.character]
        survey, blocks = self._survey, list[str]()
        synopsis = "\n".join(
            filter(None, (survey.synopsis, survey.tone and f"Tone: {survey.tone}"))
        )
        if synopsis:
            blocks.append(self._fence.block("synopsis", synopsis))
        if cast := self._cast(speakers):
            blocks.append(self._fence.block("cast", cast))
        if addresses := self._addresses(frozenset(speakers)):
            blocks.append(self._fence.block("addresses", addresses))
        terms = {term.source: term.target for row in rows for term in row.asked.terms}
        if terms:
            longest = sorted(terms.items(), key=lambda pair: -len(pair[0]))[:MOST_TERMS]
            told = [{"src": source, "tgt": target} for source, target in longest]
            blocks.append(self._fence.block("terms", told))
        return blocks

    def _cast(self, speakers: Sequence[CharacterId]) -> list[dict[str, str]]:
        """The characters, those who speak here first where they are too many."""
        cast = list(self._project.cast)
        if len(cast) > MOST_CAST:
            here = frozenset(speakers)
            cast = sorted(cast, key=lambda each: each.id not in here)[:MOST_CAST]
        told: list[dict[str, str]] = []
        names = names_in(self._project, self._language)
        for at, each in enumerate(cast):
            row = {"id": f"c{at + 1}", "name": each.name}
            more = {"tgt": names.get(each.id), "gender": each.gender}
            more["style"] = each.style
            told.append(row | {key: value for key, value in more.items() if value})
        return told

    def _addresses(self, speakers: frozenset[CharacterId]) -> list[dict[str, Any]]:
        names = {each.id: each.name for each in self._project.cast}
        known = [
            each
            for each in self._survey.addresses
            if each.speaker in speakers and each.speaker in names and each.listener in names
        ]
        return [
            {
                "from": names[each.speaker], "to": names[each.listener],
                "formal": each.formal, "as": each.called,
            }
            for each in known[:MOST_ADDRESSES]
        ]  # fmt: skip

    def _pairs(self, lines: Iterable[Line], *, most: int = CONTEXT) -> list[Pair]:
        """Lines with the translation they have, as they were told; failed ones are left out."""
        usable = [line for line in lines if _is_usable(line, self._language)]
        return [
            {"x": for_the_model(line.words(self._source)), "t": line.words(self._language)}
            for line in usable[-most:]
        ]

    def _said(self, line: Line) -> Mapping[str, str]:
        who = self._project.cast.find(line.character)
        return {"c": who.name if who else "", "x": for_the_model(line.words(self._source))}


def longest_answer(rows: Sequence[Row]) -> int:
    """The most tokens an answer for these rows may have."""
    tokens = sum(
        (_PER_LINE + _PER_CHARACTER * len(row.asked.words)) * (2 if row.short else 1)
        for row in rows
    )
    return _ANSWER + tokens


def _is_usable(line: Line, language: str) -> bool:
    if not line.words(language).strip():
        return False
    known = line.translations.get(language)
    return known is None or known.state is not TranslationState.FLAGGED


def _system(source: str, target: str, style: str, fence: Fence) -> str:
    unit = "syllables" if rate_of(target).letters else "characters"
    wish = f"- Wished for by whoever ordered this: {' '.join(style.split())}\n" if style else ""
    return _SYSTEM.format(
        source_code=source, target_code=target, source=name_of(source), target=name_of(target),
        brevity=brevity_hint(target), unit=unit, wish=wish, fence=fence.rule,
    )  # fmt: skip
