"""The part of a session that listens: checked takes, their comparison, the pass by keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.bridge import TaskScope
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.take import Take
from studio.opening import Production
from studio.synthesis.comping import Comping
from studio.synthesis.suspects import Length, Suspects
from studio.ui.actions import Actions
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.script.checks import reason_words
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.takes.hearing import TakeHearing
from studio.ui.takes.panel import TakesPanel
from studio.ui.takes.redo_ways import RedoWays
from studio.ui.takes.take_dialogs import TakeDialogs
from studio.ui.voicing import Voicing
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_expected import seconds_expected


class TakeDesk(QObject):
    """Wires what knows takes to the script and to the panel of takes; gone with that panel."""

    def __init__(
        self,
        production: Production,
        selection: Selection,
        script: ScriptPanel,
        takes: TakesPanel,
        book: LengthBook,
        playback: Playback,
        voicing: Voicing,
        actions: Actions,
        notices: Notices,
        tasks: TaskScope,
    ) -> None:
        super().__init__(takes)
        self._production = production
        self._document = production.document
        self._script = script
        self._takes = takes
        self._book = book
        self.suspects = Suspects(
            self._document, production.facts, self._length, ready=book.catch_up
        )
        self.hearing = TakeHearing(
            self._document, production.facts.gains, production.sounds.samples, playback, tasks
        )
        comping = Comping(self._document, production.sounds.samples, self._wanted)
        self._dialogs = TakeDialogs(
            self._document,
            selection,
            comping,
            production.sounds.samples,
            self.hearing,
            playback,
            tasks,
            takes,
        )
        self._redo_ways = RedoWays(self._document, selection, self)
        self._redo_ways.add_to(actions, takes)
        self._connect(playback, voicing, notices)
        self._stop_hearing = self.suspects.listen(self._tell)
        tasks.start(self.suspects.keep_up())

    def close(self) -> None:
        """Let go of the document; the caller cancels the tasks before."""
        self._stop_hearing()
        self.suspects.close()

    def _connect(self, playback: Playback, voicing: Voicing, notices: Notices) -> None:
        script, takes, ways = self._script, self._takes, self._redo_ways
        dialogs = self._dialogs
        script.checked.show_suspects(self.suspects)
        script.view.enter_first = takes.choose_heard
        script.checked.listening.hear_requested.connect(playback.hear_line)
        script.checked.listening.take_requested.connect(takes.play_number)
        takes.show_reasons(self._reasons)
        takes.play_take_requested.connect(self.hearing.play)
        takes.redo_requested.connect(voicing.redo)
        takes.approve_requested.connect(script.checked.listening.approve)
        ways.redo_requested.connect(voicing.redo)
        takes.comp_requested.connect(dialogs.put_together)
        takes.blind_requested.connect(dialogs.compare_blind)
        dialogs.take_chosen.connect(takes.choose)
        for speaker in (script.checked.listening, takes, ways, dialogs):
            speaker.told.connect(notices.status)
        for refuser in (takes, ways, dialogs):
            refuser.refused.connect(notices.report)

    def _length(self, line: Line, take: Take) -> Length:
        """How long a take should be; asked from any thread."""
        return Length(*seconds_expected(self._book, self._document.project, line, take))

    def _wanted(self, line: LineId, language: str) -> str:
        """The fingerprint of a line as it is now, empty where it cannot be voiced."""
        found = self._document.project.find_line(line)
        request = self._production.status.of(found[1], language).request if found else None
        return request.fingerprint if request else ""

    def _reasons(self, take: Take) -> tuple[str, ...]:
        return reason_words(self.suspects.of(take))

    def _tell(self, lines: frozenset[LineId]) -> None:
        self._script.checked.suspicions_changed(lines)
        self._takes.suspicions_changed(lines)
