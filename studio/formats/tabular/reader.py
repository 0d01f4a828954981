"""A table of lines as a script; ids in it find the lines of a project again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.errors import ScriptError, ScriptProblem
from studio.formats.facts import Facts
from studio.formats.guessing import settled
from studio.formats.headings import is_scene, read_episode
from studio.formats.names import clean_name, read_cue, spoken_kind, told_by
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.tabular.columns import Columns, columns_of
from studio.formats.tabular.sheets import Row
from studio.model.line import EMOTIONS, LineKind
from studio.model.span import Span, samples_of

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?\Z")
_KINDS = {kind.value: kind for kind in LineKind}


def script_of_rows(rows: Sequence[Row], *, source: str = "", language: str = "") -> Script:
    """The script in the rows of a table; raises ScriptError when no column has the words."""
    columns = columns_of(rows)
    if columns is None:
        told = "name the columns in the first row: character and text, or a language"
        raise ScriptError(ScriptProblem.MALFORMED, source, 1, detail=told)
    own = "" if "" in columns.texts else next(iter(columns.texts))
    reader = _Reader(columns, own or language)
    for number, row in enumerate(rows[columns.heads :], columns.heads + 1):
        if any(cell.strip() for cell in row):
            reader.take(row, number)
    timed = "start" in columns.places and "end" in columns.places
    return settled(Script("", own or language, (), reader.episodes(), timed=timed))


class _Reader:
    """Takes rows in order; a row of another episode or scene begins one."""

    def __init__(self, columns: Columns, language: str) -> None:
        self._columns = columns
        self._language = language
        self._episodes: dict[int, tuple[str, list[ScriptLine]]] = {}
        self._episode: int = 1
        self._scene = ""

    def episodes(self) -> tuple[ScriptEpisode, ...]:
        """Everything that was taken."""
        return tuple(
            ScriptEpisode(number, title, tuple(lines))
            for number, (title, lines) in self._episodes.items()
        ) or (ScriptEpisode(),)

    def take(self, row: Row, number: int) -> None:
        """Read one row; `number` is its place in the table."""
        cell = self._columns.cell
        if (told := cell(row, "episode")) and (found := read_episode(told)):
            self._begin_episode(*found)
        scene = cell(row, "scene")
        line = self._line(row, number)
        if scene and scene != self._scene and line.kind is not LineKind.HEADING:
            self._add(ScriptLine(LineKind.HEADING, {self._language: scene}, line=number))
        self._scene = scene or self._scene
        if line.text or line.id:
            self._add(line)
        if note := cell(row, "note"):
            self._add(ScriptLine(LineKind.NOTE, {self._language: note}, line=number))

    def _begin_episode(self, number: int, title: str) -> None:
        known = self._episodes.setdefault(number, (title, []))
        if title and not known[0]:
            self._episodes[number] = (title, known[1])
        if number != self._episode:
            self._episode, self._scene = number, ""

    def _add(self, line: ScriptLine) -> None:
        self._episodes.setdefault(self._episode, ("", []))[1].append(line)

    def _line(self, row: Row, number: int) -> ScriptLine:
        cell, columns = self._columns.cell, self._columns
        words = {code or self._language: columns.words(row, code) for code in columns.texts}
        text = {code: said for code, said in words.items() if said}
        cue = read_cue(cell(row, "character"))
        extension, direction = told_by(cue)
        name = clean_name(cue.name)
        kind = _KINDS.get(cell(row, "kind").casefold()) or self._kind(name, extension, text)
        emotion = cell(row, "emotion").casefold()
        line = ScriptLine(
            kind, text, name, extension, cell(row, "direction") or direction,
            emotion if emotion in EMOTIONS else "", slot=self._slot(row), line=number,
        )  # fmt: skip
        values = {"id": cell(row, "id"), "pause": cell(row, "pause")}
        told = Facts({key: value for key, value in values.items() if value})
        return replace(line, **_valid(told, line))

    def _kind(self, name: str, extension: str, text: dict[str, str]) -> LineKind:
        if name:
            return spoken_kind(name, extension)
        words = next(iter(text.values()), "")
        return LineKind.HEADING if is_scene(words) else LineKind.ACTION

    def _slot(self, row: Row) -> Span | None:
        start = _seconds(self._columns.cell(row, "start"))
        end = _seconds(self._columns.cell(row, "end"))
        if start is None or end is None or end <= start:
            return None
        return Span(samples_of(start), samples_of(end))


def _valid(facts: Facts, line: ScriptLine) -> dict[str, object]:
    """The facts of a row that are as they should be."""
    found: dict[str, object] = {}
    if re.fullmatch(r"[\w-]{1,64}", facts.values.get("id", "")):
        found["id"] = facts.values["id"]
    if "pause" in facts.values:
        found["pause_after_ms"] = (
            Facts({"pause": facts.values["pause"]}).applied(line).pause_after_ms
        )
    return found


def _seconds(told: str) -> float | None:
    """A time as seconds: `83.5`, `1:23.5`, `00:01:23,500`."""
    if found := _CLOCK.match(told):
        hours, minutes, rest, part = found.groups()
        whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(rest)
        return whole + float(f"0.{part or 0}")
    try:
        value = float(told.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < 360_000 else None
