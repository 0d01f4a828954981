"""Writes Final Draft files; what the studio knows of a line stands in script notes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studio.formats.facts import fact_notes
from studio.formats.final_draft.emphasis import STRUCK, Run, runs_of
from studio.formats.headings import episode_text
from studio.formats.markup import Piece, pieces, shown
from studio.formats.names import Cue, cue_text, read_cue, spoken_kind, told_by
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.title_page import title_page_text
from studio.formats.xml_text import plain_text
from studio.model.line import LineKind

_TYPES = {
    LineKind.HEADING: "Scene Heading",
    LineKind.TRANSITION: "Transition",
    LineKind.SECTION: "Outline 1",
    LineKind.SYNOPSIS: "Outline Body",
    LineKind.LYRIC: "Chorus",
}
_EMPTY = len("/**/")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'


def write_final_draft(script: Script, language: str, *, translations: bool = True) -> str:
    """The script as an FDX file with its words in one language, the others in notes."""
    return _Writer(language, translations).written(script)


class _Writer:
    """Writes one script."""

    def __init__(self, language: str, translations: bool) -> None:
        self._language = language
        self._translations = translations

    def written(self, script: Script) -> str:
        """The whole file."""
        root = Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
        content = SubElement(root, "Content")
        alone = len(script.episodes) == 1 and script.episodes[0].number == 1
        for episode in script.episodes:
            if not alone or episode.title:
                title = episode_text(episode.number, " ".join(episode.title.split()))
                _paragraph(content, "New Act", title)
            self._episode(content, episode)
        page = SubElement(SubElement(root, "TitlePage"), "Content")
        for line in title_page_text(script.title, self._language, script.title_page).splitlines():
            _paragraph(page, "General", line)
        indent(root)
        return _HEAD + tostring(root, encoding="unicode") + "\n"

    def _episode(self, content: Element, episode: ScriptEpisode) -> None:
        lines = list(episode.lines)
        at = 0
        while at < len(lines):
            pair = lines[at : at + 2]
            if len(pair) == 2 and pair[1].dual and all(_is_speech(line) for line in pair):
                frame = SubElement(SubElement(content, "Paragraph"), "DualDialogue")
                for line in pair:
                    self._speech(frame, line)
                at += 2
                continue
            if _is_speech(pair[0]):
                self._speech(content, pair[0])
            else:
                self._element(content, pair[0])
            at += 1

    def _speech(self, parent: Element, line: ScriptLine) -> None:
        cue = Cue(line.character, (line.extension,) if line.extension else (), line.dual)
        head = SubElement(parent, "Paragraph", Type="Character")
        _add_run(head, Run(shown(cue_text(cue))))
        values = _values(line)
        self._notes(head, line, values)
        if line.direction:
            _paragraph(parent, "Parenthetical", f"({line.direction})")
        kind = "Singing" if line.kind is LineKind.LYRIC else "Dialogue"
        self._said(parent, kind, line.words(self._language))

    def _element(self, parent: Element, line: ScriptLine) -> None:
        words = line.words(self._language)
        if line.kind in (LineKind.NOTE, LineKind.BONEYARD):
            kind = "General"
            element = _paragraph(parent, kind, "")
            _note(element, words)
        elif line.kind is LineKind.PAGE_BREAK:
            element = _paragraph(parent, "General", "")
            element.set("StartsNewPage", "Yes")
        else:
            kind = _TYPES.get(line.kind, "Action")
            if line.kind is LineKind.SECTION and line.number in "234":
                kind = f"Outline {line.number or 1}"
            element = self._said(parent, kind, words)
            if line.kind is LineKind.HEADING and line.number:
                element.set("Number", plain_text(line.number))
            if line.kind is LineKind.CENTERED:
                element.set("Alignment", "Center")
        self._notes(element, line, {})

    def _said(self, parent: Element, kind: str, words: str) -> Element:
        """A paragraph of words; notes inside them become its notes, boneyards are struck out."""
        found = list(pieces(words))
        element = SubElement(parent, "Paragraph", Type=kind)
        at = 0
        for place, (which, start, end) in enumerate([*found, (Piece.BONEYARD, 0, 0)]):
            if which is not Piece.BONEYARD:
                continue
            spoken = "".join(
                words[first:last] for each, first, last in found[at:place] if each is not Piece.NOTE
            )
            for run in runs_of(spoken) if spoken or not words else ():
                _add_run(element, run)
            if end - start > _EMPTY:
                _add_run(element, Run(words[start + 2 : end - 2], STRUCK))
            at = place + 1
        for which, start, end in found:
            if which is Piece.NOTE:
                _note(element, words[start + 2 : end - 2])
        return element

    def _notes(self, element: Element, line: ScriptLine, values: dict[str, str]) -> None:
        others = {code: text for code, text in line.text.items() if code != self._language}
        for note in fact_notes(line, values, others if self._translations else {}):
            _note(element, note[2:-2])


def _is_speech(line: ScriptLine) -> bool:
    return line.spoken or (line.kind is LineKind.LYRIC and bool(line.character))


def _values(line: ScriptLine) -> dict[str, str]:
    """What a cue would not say by itself."""
    values: dict[str, str] = {}
    cue = read_cue(cue_text(Cue(line.character, (line.extension,) if line.extension else ())))
    if line.spoken and line.kind is not spoken_kind(cue.name, told_by(cue)[0]):
        values["kind"] = line.kind.value
    if cue.name != line.character:
        values["character"] = line.character
    if told_by(cue)[0] != line.extension:
        values["extension"] = line.extension
    return values


def _paragraph(parent: Element, kind: str, words: str) -> Element:
    element = SubElement(parent, "Paragraph", Type=kind)
    for run in runs_of(words):
        _add_run(element, run)
    return element


def _add_run(paragraph: Element, run: Run) -> None:
    text = SubElement(paragraph, "Text")
    if run.style:
        text.set("Style", run.style)
    text.text = plain_text(run.text).replace("\n", "\u2028")


def _note(element: Element, words: str) -> None:
    note = SubElement(element, "ScriptNote", Name="Understudy")
    for line in words.split("\n"):
        SubElement(SubElement(note, "Paragraph"), "Text").text = plain_text(line)
