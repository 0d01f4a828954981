"""What is said where voices are and none of them is shown, with the way to those that are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.ui.counting import counted
from studio.ui.empty_page import EmptyPage
from studio.ui.own_voices.filters import Show, VoiceSearch
from studio.ui.own_voices.snapshot import Snapshot


class NoneFits(EmptyPage):
    """Tells words that are found nowhere from a list that is empty by itself."""

    def __init__(self, search: VoiceSearch, parent: QWidget) -> None:
        super().__init__(parent)
        self._search = search
        self._all = self.add_button(self.tr("Show all voices"))
        self._all.clicked.connect(search.clear)
        self._removed = self.add_button(self.tr("Show removed voices"))
        self._removed.clicked.connect(lambda: search.choose(Show.REMOVED))

    def tell(self, snapshot: Snapshot) -> None:
        """Say why none of these is shown."""
        search = self._search
        removed = sum(bool(entry.voice.removed_at) for entry in snapshot.entries)
        there = len(snapshot.entries) - removed
        which = search.show_which
        self._all.setVisible(there > 0)
        self._removed.setVisible(not there and which is not Show.REMOVED)
        if search.searched:
            self.say(self.tr("No voice fits"), self.tr("Search for something else."))
        elif which is Show.REMOVED:
            self.say(self.tr("No removed voices"), self.tr("Voices that you delete come here."))
        elif there:
            self.say(self.tr("No voice fits"), self.tr("None of your voices is of this kind."))
        else:
            one = self.tr("1 voice is removed. You can bring it back.")
            many = self.tr("{n} voices are removed. You can bring them back.")
            self.say(self.tr("No voices of your own now"), counted(removed, one, many))
