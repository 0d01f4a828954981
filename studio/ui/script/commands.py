"""What a person does to the script, as edits of the document with a name for undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId, TakeId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.ui.script import editing
from studio.ui.script.editing import ParsedLine, Place
from studio.ui.script.plain_lines import lines_of, plain_text
from studio.ui.script.searching import Hit, Query, replaced
from studio.ui.script.states import kind_name
from studio.ui.selection import Selection

BURST_MS = 2000
"""A pause in typing longer than this begins another undo step."""

Parse = Callable[[str], Sequence[ParsedLine]]


class ScriptCommands(QObject):
    """Every edit of the script; each tells `edited` once the document holds it."""

    edited = Signal()
    refused = Signal(object)

    def __init__(
        self, document: Document, selection: Selection, parse: Parse | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._parse = parse
        self._since_key = QElapsedTimer()

    @property
    def project(self) -> Project:
        """The newest project."""
        return self._document.project

    def line(self, line: LineId) -> Line:
        """A line of the episode in hand; raises EditRefused when it is gone."""
        return self.project.episode(self._selection.episode).line(line)

    # words

    def type_words(self, line: LineId, language: str, words: str) -> bool:
        """Take over what was typed; a burst of typing in one line is one undo step."""
        project = editing.typed(self.project, self._selection.episode, line, language, words)
        return self._typed(self.tr("Type"), project, f"text:{line}:{language}")

    def type_direction(self, line: LineId, words: str) -> bool:
        """Take over a direction as it is typed."""
        project = self._changing((line,), lambda each: replace(each, direction=words))
        return self._typed(self.tr("Direction"), project, f"direction:{line}")

    def rest(self) -> None:
        """End the burst of typing: what is typed next is another undo step."""
        self._document.end_merging()

    # who and how

    def name(self, line: LineId, text: str) -> bool:
        """Give a line to the character of this name; a new name is a new character."""
        project = editing.named(self.project, self._selection.episode, (line,), text)
        return self._edit(self.tr("Change character"), project)

    def set_emotion(self, lines: Collection[LineId], emotion: str) -> bool:
        """Give spoken lines an emotion, or none."""
        project = self._changing(
            lines, lambda line: replace(line, emotion=emotion) if line.spoken else line
        )
        return self._edit(self.tr("Change emotion"), project)

    def approve(self, takes: Mapping[LineId, TakeId | None], language: str) -> bool:
        """Mark these takes of lines ok in a language, or none of theirs."""
        project = self._changing(takes, lambda line: line.approving(language, takes[line.id]))
        label = self.tr("Mark ok") if any(takes.values()) else self.tr("Mark as not ok")
        return self._edit(label, project)

    def set_kind(self, lines: Collection[LineId], kind: LineKind) -> bool:
        """Make lines another kind."""
        project = editing.of_kind(self.project, self._selection.episode, lines, kind)
        return self._edit(self.tr("Make it: {kind}").format(kind=kind_name(kind)), project)

    # lines

    def open_below(self, line: LineId | None) -> Place | None:
        """A new line below, of the kind that usually follows."""
        return self._opened(editing.opened_below(self.project, self._selection.episode, line))

    def open_above(self, line: LineId) -> Place | None:
        """A new line above."""
        return self._opened(editing.opened_above(self.project, self._selection.episode, line))

    def _opened(self, opened: tuple[Project, Place]) -> Place | None:
        return opened[1] if self._edit(self.tr("New line"), opened[0]) else None

    def split(self, line: LineId, language: str, at: int) -> Place | None:
        """Cut a line in two at the caret."""
        project, place = editing.split(self.project, self._selection.episode, line, language, at)
        return place if self._edit(self.tr("Split line"), project) else None

    def join(self, line: LineId, language: str) -> Place | None:
        """Put a line at the end of the one before it."""
        joined = editing.joined(self.project, self._selection.episode, line, language)
        if joined is None or not self._edit(self.tr("Join lines"), joined[0]):
            return None
        return joined[1]

    def remove(self, lines: Collection[LineId]) -> LineId | None:
        """Remove lines; gives the line to take in hand then."""
        project, then = editing.removed(self.project, self._selection.episode, lines)
        label = self.tr("Remove line") if len(lines) == 1 else self.tr("Remove lines")
        return then if self._edit(label, project) else None

    def move(self, lines: Collection[LineId], by: int) -> bool:
        """Move lines one place up or down."""
        project = editing.moved(self.project, self._selection.episode, lines, by)
        return self._edit(self.tr("Move lines"), project)

    def duplicate(self, lines: Collection[LineId]) -> tuple[LineId, ...]:
        """Copy lines below themselves."""
        project, copies = editing.duplicated(self.project, self._selection.episode, lines)
        return copies if self._edit(self.tr("Duplicate lines"), project) else ()

    def paste(self, after: LineId | None, text: str) -> tuple[LineId, ...]:
        """Make lines of script text and put them below a line, or at the top."""
        language = self._selection.language
        read = self._parse(text) if self._parse else lines_of(text, self.project, language)
        if not read:
            return ()
        project, lines = editing.pasted(
            self.project, self._selection.episode, after, read, language
        )
        return lines if self._edit(self.tr("Paste lines"), project) else ()

    def plain_text(self, lines: Collection[LineId]) -> str:
        """Lines of the episode in hand as plain text, in script order."""
        chosen = frozenset(lines)
        here = self.project.episode(self._selection.episode)
        kept = [line for line in here.lines if line.id in chosen]
        return plain_text(self.project, kept, self._selection.language)

    def replace_hits(self, query: Query, hits: Sequence[Hit], by: str) -> bool:
        """Replace found words as one undo step; raises re.error for a wrong group."""
        return self._edit(self.tr("Replace"), replaced(self.project, query, hits, by))

    def undo(self) -> None:
        """Go back one step."""
        self._travel(self._document.undo)

    def redo(self) -> None:
        """Go forward again one step."""
        self._travel(self._document.redo)

    def _travel(self, go: Callable[[], None]) -> None:
        if self._document.read_only:
            self._refuse()
            return
        go()
        self.edited.emit()

    def _changing(self, lines: Collection[LineId], change: Callable[[Line], Line]) -> Project:
        here = self.project.episode(self._selection.episode)
        return self.project.with_episode(here.changing(lines, change))

    def _typed(self, label: str, project: Project, merge: str) -> bool:
        if self._since_key.isValid() and self._since_key.elapsed() > BURST_MS:
            self._document.end_merging()
        self._since_key.start()
        return self._edit(label, project, merge)

    def _edit(self, label: str, project: Project, merge: str = "") -> bool:
        """Whether the edit was made; a read-only document refuses it."""
        if self._document.read_only:
            self._refuse()
            return False
        self._document.edit(label, project, merge=merge)
        self.edited.emit()
        return True

    def _refuse(self) -> None:
        self.refused.emit(EditRefused(EditProblem.READ_ONLY))
