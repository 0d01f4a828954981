"""A table of lines as a script; ids in it find the lines of a project again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from studio.errors import ScriptError, ScriptProblem
from studio.formats.facts import Facts
from studio.formats.guessing import settled
from studio.formats.headings import is_scene, read_episode
from studio.formats.language import guess_language
from studio.formats.names import clean_name, read_cue, spoken_kind, told_by
from studio.formats.plain_cues import read_plain_cue
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.tabular.columns import Columns, columns_of, language_named
from studio.formats.tabular.rows import Row
from studio.formats.tabular.timecodes import Clock, is_time
from studio.model.line import EMOTIONS, LineKind
from studio.model.span import Span, samples_of

_KINDS = {kind.value: kind for kind in LineKind}
_SEASON = re.compile(r"S\d{1,3}[ ._-]?EP?(?P<number>\d{1,4})\b", re.IGNORECASE)


def script_of_rows(rows: Sequence[Row], *, source: str = "", language: str = "") -> Script:
    """The script in the rows of a table; raises ScriptError when no column has the words."""
    return script_of_sheets([("", rows)], source=source, language=language)


def script_of_sheets(
    sheets: Sequence[tuple[str, Sequence[Row]]], *, source: str = "", language: str = ""
) -> Script:
    """The script in the named sheets of a workbook; raises ScriptError when none has lines.

    Sheets that are named as episodes are episodes; without such, the first with lines is all.
    """
    found = [
        (_episode(name), rows, columns)
        for name, rows in sheets
        if (columns := columns_of(rows)) is not None
    ]
    if not found:
        told = "name the columns in the first row: character and text, or a language"
        raise ScriptError(ScriptProblem.MALFORMED, source, 1, detail=told)
    headed = [each for each in found if each[2].heads] or found
    chosen = [each for each in headed if each[0]] or headed[:1]
    texts = chosen[0][2].texts
    own = language if "" in texts else next(iter(texts))
    reader = _Reader(own)
    for episode, rows, columns in chosen:
        reader.take_sheet(rows, columns, episode)
    timed = all("start" in columns.places and "end" in columns.places for _, _, columns in chosen)
    return settled(Script("", own, (), reader.episodes(), timed=timed))


class _Reader:
    """Takes rows in order; a row of another episode or scene begins one."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._columns = Columns()
        self._clocks: dict[str, Clock] = {}
        self._episodes: dict[int, tuple[str, list[ScriptLine]]] = {}
        self._episode: int = 1
        self._scene = ""

    def episodes(self) -> tuple[ScriptEpisode, ...]:
        """Everything that was taken."""
        return tuple(
            ScriptEpisode(number, title, tuple(lines))
            for number, (title, lines) in self._episodes.items()
        ) or (ScriptEpisode(),)

    def take_sheet(
        self, rows: Sequence[Row], columns: Columns, episode: tuple[int, str] | None
    ) -> None:
        """Read all rows of a sheet, which may be an episode."""
        above = [cell for row in rows[: columns.heads] for cell in row]
        heads = rows[columns.heads - 1] if columns.heads else None
        below = rows[columns.heads :]
        self._columns = _with_translation(columns, below, above, self._language)
        self._clocks = dict(_clocks(columns, below, above))
        if episode:
            self._begin_episode(*episode)
        for number, row in enumerate(below, columns.heads + 1):
            if any(cell.strip() for cell in row) and row != heads:
                self._take(row, number)

    def _take(self, row: Row, number: int) -> None:
        cell = self._columns.cell
        if alone := self._alone(row):
            self._take_alone(alone, number)
            return
        if (told := cell(row, "episode")) and (found := _episode(told)):
            self._begin_episode(*found)
        scene = cell(row, "scene")
        lines = list(self._lines(row, number))
        headed = any(line.kind is LineKind.HEADING for line in lines)
        if scene and scene != self._scene and not headed:
            self._add(LineKind.HEADING, scene, number)
        self._scene = scene or self._scene
        if seen := cell(row, "action"):
            self._add(LineKind.ACTION, seen, number)
        for line in lines:
            self._append(line)
        if note := cell(row, "note"):
            self._add(LineKind.NOTE, note, number)

    def _alone(self, row: Row) -> str:
        """The one cell of a row that has no words: a title over the lines that follow."""
        filled = [(place, cell.strip()) for place, cell in enumerate(row) if cell.strip()]
        if len(filled) != 1 or filled[0][0] in self._columns.texts.values():
            return ""
        place, told = filled[0]
        known = (self._columns.places.get(name) for name in ("id", "action", "note", "episode"))
        return "" if place in known or is_time(told) else told

    def _take_alone(self, told: str, number: int) -> None:
        if found := _episode(told):
            self._begin_episode(*found)
        elif is_scene(told):
            self._add(LineKind.HEADING, told, number)
            self._scene = told
        else:
            self._add(LineKind.ACTION, told, number)

    def _begin_episode(self, number: int, title: str) -> None:
        known = self._episodes.setdefault(number, (title, []))
        if title and not known[0]:
            self._episodes[number] = (title, known[1])
        if number != self._episode:
            self._episode, self._scene = number, ""

    def _add(self, kind: LineKind, words: str, number: int) -> None:
        self._append(ScriptLine(kind, {self._language: words}, line=number))

    def _append(self, line: ScriptLine) -> None:
        self._episodes.setdefault(self._episode, ("", []))[1].append(line)

    def _lines(self, row: Row, number: int) -> Iterator[ScriptLine]:
        """The line of a row; without a column of names, each that is named before its words."""
        line = self._line(row, number)
        if "character" in self._columns.places or len(line.text) != 1 or line.id:
            if line.text or line.id:
                yield line
            return
        ((code, words),) = line.text.items()
        for part in filter(str.strip, words.split("\n")):
            if cue := read_plain_cue(part):
                kind = spoken_kind(cue.name, cue.extension)
                yield replace(
                    line, kind=kind, text={code: cue.words}, character=clean_name(cue.name),
                    extension=cue.extension, direction=cue.direction or line.direction,
                )  # fmt: skip
            else:
                yield replace(line, text={code: part.strip()})

    def _line(self, row: Row, number: int) -> ScriptLine:
        cell, columns = self._columns.cell, self._columns
        words = {code or self._language: columns.words(row, code) for code in columns.texts}
        text = {code: said for code, said in words.items() if said}
        cue = read_cue(cell(row, "character"))
        extension, direction = told_by(cue)
        name = clean_name(cue.name)
        kind = _KINDS.get(cell(row, "kind").casefold()) or _kind(name, extension, text)
        emotion = cell(row, "emotion").casefold()
        line = ScriptLine(
            kind, text, name, extension, cell(row, "direction") or direction,
            emotion if emotion in EMOTIONS else "", slot=self._slot(row), dual=cue.dual,
            number=cell(row, "scene-number"), line=number,
        )  # fmt: skip
        values = {"id": cell(row, "id"), "pause": cell(row, "pause")}
        told = Facts({key: value for key, value in values.items() if value})
        return replace(line, **_valid(told, line))

    def _slot(self, row: Row) -> Span | None:
        cell = self._columns.cell
        clock = self._clocks.get(cell(row, "episode"))
        start = clock.seconds(cell(row, "start")) if clock else None
        end = clock.seconds(cell(row, "end")) if clock else None
        if start is None or end is None or end <= start or start < 0:
            return None
        return Span(samples_of(start), samples_of(end))


def _kind(name: str, extension: str, text: dict[str, str]) -> LineKind:
    if name:
        return spoken_kind(name, extension)
    words = next(iter(text.values()), "")
    return LineKind.HEADING if is_scene(words) else LineKind.ACTION


def _episode(told: str) -> tuple[int, str] | None:
    """The episode that a cell or a sheet names: `3`, `Folge 3: Regen`, `S01E03`."""
    bare = told.strip()
    if found := _SEASON.match(bare):
        return int(found["number"]), bare[found.end() :].strip(" :-–—._")
    return read_episode(bare)


def _clocks(
    columns: Columns, rows: Sequence[Row], above: Sequence[str]
) -> Iterator[tuple[str, Clock]]:
    """A clock for each episode: time codes of each may begin with an hour of their own."""
    times: dict[str, list[str]] = {}
    for row in rows:
        found = times.setdefault(columns.cell(row, "episode"), [])
        found += [columns.cell(row, "start"), columns.cell(row, "end")]
    return ((name, Clock(found, above)) for name, found in times.items())


def _with_translation(
    columns: Columns, rows: Sequence[Row], above: Sequence[str], language: str
) -> Columns:
    """The columns with that of a translation under its language, as far as that can be told."""
    place = columns.places.get("translation")
    own = columns.texts.get("")
    if place is None or own is None:
        return columns
    guessed = guess_language(columns.cell(row, "translation") for row in rows)
    native = language or guess_language(columns.words(row, "") for row in rows)
    code = guessed if guessed != native else language_named(above)
    known = not code or code == native or code in columns.texts
    return columns if known else replace(columns, texts={**columns.texts, code: place})


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
