"""Plain scripts, a speaker and a colon before each line, as short dramas are written."""

from __future__ import annotations

from collections.abc import Sequence

from studio.formats.blocks import BlockParser
from studio.formats.element_writer import Rendering, edged, element, separate, whole_file
from studio.formats.facts import split_facts
from studio.formats.guessing import settled
from studio.formats.headings import episode_text, is_scene, read_episode
from studio.formats.markup import BARRIER, WHITE, TextLine, broken_marks, shown, text_lines
from studio.formats.names import Cue, clean_name, cue_text, in_capitals, spoken_kind
from studio.formats.plain_cues import PlainCue, read_plain_cue
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.title_page import read_title_page
from studio.model.line import LineKind

_INDENT = "    "
_MARKS = tuple("!.#=~>(（【[@/")


def parse_plain(text: str, *, source: str = "", language: str = "") -> Script:
    """The script in a plain text; a language on the title page wins over the one given.

    Never refuses: what is not understood is action. `source` is not needed to read.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    page = read_title_page(text, only_known=True)
    rows = text.split("\n", page.lines)
    lines = text_lines(rows[page.lines] if len(rows) > page.lines else "", page.lines + 1)
    code = page.language or language
    return settled(Script(page.title, code, page.rest, PlainParser(lines, code).episodes()))


class PlainParser(BlockParser):
    """Speech as a name, a colon and words; further lines belong to it when they are set in.

    Where blank lines part the speeches, a line below a speech belongs to it without being set in.
    """

    def __init__(self, lines: Sequence[TextLine], language: str) -> None:
        super().__init__(lines, language)
        self._read: dict[str, PlainCue | None] = {}
        cues = [index for index, line in enumerate(lines) if self._cue(line.text)]
        self._parted = sum(self.blank_at(index - 1) for index in cues) * 2 > len(cues)
        heads = (self._cue(lines[index].text) for index in cues)
        self._known = frozenset(cue.name for cue in heads if cue and cue.words)

    def interrupts(self, text: str) -> bool:
        """Whether a line ends the action before it: a speaker, a scene, an episode."""
        bare = text.strip(WHITE)
        if bare.startswith("!"):
            return False
        found = is_scene(bare) or self._cue(bare) or self._episode(bare)
        return bool(found) or super().interrupts(text)

    def speech(self) -> bool:
        """Read a line that names its speaker, and what is set in below it."""
        words, facts = split_facts(self.lines[self.at].text)
        episode = self._episode(words.strip(WHITE))
        if episode:
            self.begin_episode(episode)
            return True
        cue = self._cue(words)
        if cue is None or not (cue.words or self._speaks_below(cue)):
            return False
        draft = self.draft(spoken_kind(cue.name, cue.extension))
        draft.speaker = ScriptLine(
            draft.kind,
            character=cue.name,
            extension=cue.extension,
            direction=cue.direction,
            dual=cue.dual,
        )
        draft.lines = [cue.words] if cue.words else []
        draft.facts.add(facts)
        self.at += 1
        while self._belongs(draft.column, waiting=not draft.lines):
            words, facts = split_facts(self.lines[self.at].text)
            if draft.facts.knows_any_of(facts):
                break
            draft.facts.add(facts)
            if words.strip(WHITE):
                draft.lines.append(words.strip(WHITE))
            self.at += 1
        self.add(draft.finished(self.language))
        return True

    def _cue(self, text: str) -> PlainCue | None:
        """The cue a line begins with; each line is looked at several times and read once."""
        bare = text.strip(WHITE)
        if bare not in self._read:
            self._read[bare] = read_plain_cue(bare)
        return self._read[bare]

    def _episode(self, bare: str) -> tuple[int, str] | None:
        if len(bare) > 60 or bare[:1].isdigit():
            return None
        return read_episode(bare)

    def _speaks_below(self, cue: PlainCue) -> bool:
        named = cue.direction or cue.name in self._known or in_capitals(cue.name)
        return bool(named) and (bool(cue.direction) or not self.blank_at(self.at + 1))

    def _belongs(self, column: int, *, waiting: bool) -> bool:
        """Whether the line in hand goes on with a speech, or begins one that waits for words."""
        if self.blank_at(self.at):
            return False
        line = self.lines[self.at]
        bare = split_facts(line.text)[0].strip(WHITE)
        if not bare:
            return True
        if self.interrupts(bare) or bare.startswith("!"):
            return False
        aside = bare[0] in "(（△▲※【"
        return line.column > column or ((self._parted or waiting) and not aside)


def write_plain(script: Script, language: str, *, translations: bool = True) -> str:
    """The script as `NAME: words` with the studio's facts in notes; `parse_plain` reads it back."""
    rendering = Rendering(language, translations)
    alone = len(script.episodes) == 1 and script.episodes[0].number == 1
    bare = alone and not script.episodes[0].title
    parts = [_episode(episode, rendering, bare=bare) for episode in script.episodes]
    return whole_file(script, language, "\n".join(parts), "Plain")


def _episode(episode: ScriptEpisode, rendering: Rendering, *, bare: bool) -> str:
    blocks: list[list[str]] = []
    if not bare:
        title = " ".join(separate(episode.title.replace("\n", " ")))
        blocks.append([shown(f"# {episode_text(episode.number, title)}")])
    blocks += [
        _speech(line, rendering) if line.spoken else _element(line, rendering)
        for line in episode.lines
    ]
    return "".join("\n".join(block) + "\n\n" for block in blocks)


def _element(line: ScriptLine, rendering: Rendering) -> list[str]:
    written = element(line, rendering)
    if line.kind is not LineKind.ACTION:
        return written
    return [f"!{text}" if _like_speech(text) else text for text in written]


def _like_speech(text: str) -> bool:
    bare = text.strip(WHITE)
    if bare.startswith("!"):
        return False
    return read_plain_cue(bare) is not None or (len(bare) <= 60 and read_episode(bare) is not None)


def _speech(line: ScriptLine, rendering: Rendering) -> list[str]:
    head, values = _head(line)
    first, *more = separate(rendering.words(line))
    guard = BARRIER if not first or first[0] in "(（:：*_" or first[-1] in "*_" else ""
    below = [f"{_INDENT}{_guarded(text)}" for text in more]
    notes = [f"{_INDENT}{note}" for note in rendering.notes(line, values)]
    gap = "" if head.endswith("】") else " "
    return [*map(shown, [f"{head}{gap}{guard}{edged(first) if first else ''}", *below]), *notes]


def _guarded(text: str) -> str:
    guard = text.startswith(_MARKS) or read_plain_cue(text) or is_scene(text) or read_episode(text)
    return f"{BARRIER if guard else ''}{edged(text)}"


def _head(line: ScriptLine) -> tuple[str, dict[str, str]]:
    """What stands before the words, and what of it only notes can tell."""
    values = {"number": line.number} if line.number else {}
    told = spoken_kind(line.character, line.extension)
    if line.kind is not told:
        values["kind"] = line.kind.value
    groups = tuple(group for group in (line.extension, line.direction) if group)
    name = broken_marks(clean_name(line.character))
    heads = (
        f"{cue_text(Cue(name, groups, line.dual))}:",
        f"【{cue_text(Cue(name, groups, line.dual))}】",
    )
    safe = all(broken_marks(group) == group for group in groups)
    if read_episode(line.character):
        heads = heads[1:]
    for head in heads if safe else ():
        found = read_plain_cue(f"{head} x")
        wanted = (line.character, line.extension, line.direction, line.dual, "x")
        if found and wanted == (
            *(found.name, found.extension, found.direction, found.dual, found.words),
        ):
            return head, values
    values["kind"] = line.kind.value
    own = ("character", "extension", "direction")
    values |= {key: getattr(line, key) for key in own if getattr(line, key)}
    if not line.character:
        values["character"] = ""
    return f"【X{' ^' if line.dual else ''}】", values
