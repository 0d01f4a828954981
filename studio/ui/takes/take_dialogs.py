"""What needs two takes of a line: the comp editor and the blind comparison, opened for the line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.bridge import TaskScope
from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import MediaKey, TakeId
from studio.model.line import Line
from studio.model.take import Take
from studio.synthesis.comping import Comping
from studio.ui.playback import Playback
from studio.ui.selection import Selection
from studio.ui.takes.blind_takes import FEWEST_TAKES, MOST_TAKES, BlindTakes
from studio.ui.takes.comp_editing import CompEditing, Samples
from studio.ui.takes.hearing import TakeHearing


class TakeDialogs(QObject):
    """Opens one dialog at a time over the panel of takes, for the line in hand."""

    told = Signal(str)
    refused = Signal(object)
    take_chosen = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        comping: Comping,
        samples: Callable[[MediaKey], Samples],
        hearing: TakeHearing,
        playback: Playback,
        tasks: TaskScope,
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self._document = document
        self._selection = selection
        self._comping = comping
        self._samples = samples
        self._hearing = hearing
        self._playback = playback
        self._tasks = tasks
        self._over = over
        self._editing: CompEditing | None = None
        self._blind: BlindTakes | None = None

    def put_together(self, take_id: TakeId) -> None:
        """Edit a comp, or begin one with the take in hand and the circled or the newest other."""
        if self._document.read_only:
            self.refused.emit(EditRefused(EditProblem.READ_ONLY))
            return
        line = self._line()
        known = {take.id: take for take in self._every(line)}
        take = known.get(take_id)
        if line is None or take is None or self._editing is not None:
            return
        again = bool(take.parts) and all(part in known for part, _ in take.parts)
        partner = None if again else self._partner(line, take)
        if not again and partner is None:
            self.told.emit(self.tr("Two takes are needed: R makes another one."))
            return
        editing = CompEditing(
            known,
            self._names(line),
            line.words(take.language),
            self._comping,
            self._samples,
            self._playback.play_samples,
            self._tasks,
            self._over,
        )
        self._editing = editing
        editing.kept.connect(self._tell_kept)
        editing.destroyed.connect(lambda *_: self._forget(editing))
        if partner is None:
            editing.begin_again(take)
        else:
            chosen = self._document.project.takes.circled(line, take.language)
            first, second = (take, partner) if chosen == take else (partner, take)
            editing.begin(first, second)

    def compare_blind(self) -> None:
        """Compare the newest takes of the line in hand by letters alone, the circled one too."""
        line = self._line()
        names = dict(self._names(line)) if line else {}
        if line is None or len(names) < FEWEST_TAKES:
            self.told.emit(self.tr("Two takes are needed: R makes another one."))
            return
        if self._blind is not None:
            return
        language = self._selection.language
        chosen = self._document.project.takes.circled(line, language)
        order = sorted(names, key=lambda take: chosen is not None and take == chosen.id)
        takes = [(take, names[take]) for take in order[-MOST_TAKES:]]
        dialog = self._blind = BlindTakes(line.words(language), takes, self._over)
        dialog.play_requested.connect(self._hearing.play)
        dialog.take_chosen.connect(self.take_chosen)
        dialog.finished.connect(self._end_blind)
        dialog.open()

    def _line(self) -> Line | None:
        here = self._selection.line
        found = self._document.project.find_line(here) if here else None
        return found[1] if found and found[1].spoken else None

    def _every(self, line: Line | None) -> list[Take]:
        """All takes of a line in the language in hand, discarded ones too."""
        takes = self._document.project.takes.by_line.get(line.id, ()) if line else ()
        return [take for take in takes if take.language == self._selection.language]

    def _names(self, line: Line) -> list[tuple[TakeId, str]]:
        """The takes that were not discarded, by number."""
        kept = self._document.project.takes.of(line.id, self._selection.language)
        name = self.tr("Take {number}")
        return [(take.id, name.format(number=number)) for number, take in enumerate(kept, 1)]

    def _partner(self, line: Line, take: Take) -> Take | None:
        """What a take is put together with at first."""
        takes = self._document.project.takes
        chosen = takes.circled(line, take.language)
        if chosen is not None and chosen.id != take.id:
            return chosen
        others = [each for each in takes.of(line.id, take.language) if each.id != take.id]
        return others[-1] if others else None

    def _tell_kept(self, take: Take) -> None:
        number = len(self._document.project.takes.of(take.line, take.language))
        self.told.emit(self.tr("Put together as take {number}.").format(number=number))

    def _forget(self, editing: CompEditing) -> None:
        if self._editing is editing:
            self._editing = None

    def _end_blind(self) -> None:
        if self._blind is not None:
            self._blind.deleteLater()
            self._blind = None
