"""Markers of the timeline: set at the playhead, named, moved, gone to, taken away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from studio.model.episode import Episode
from studio.model.reel import Reel
from studio.model.timeline import Marker, Timeline
from studio.ui.actions import Actions
from studio.ui.timeline.clip_edits import ClipEdits
from studio.ui.timeline.marker_ruler import MarkerRuler


class MarkerActions(QObject):
    """Edits the markers of the episode in hand; each a step that can be undone."""

    seek_requested = Signal(int)

    def __init__(
        self,
        edits: ClipEdits,
        ruler: MarkerRuler,
        markers: Callable[[], tuple[Marker, ...]],
        playhead: Callable[[], int],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self._ruler = ruler
        self._markers = markers
        self._playhead = playhead
        self._parent = parent
        ruler.editable = edits.can_write
        ruler.marker_moved.connect(self.move)
        ruler.marker_named.connect(self.name)
        ruler.marker_menu_requested.connect(self._open_menu)

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Give every action its id and keys, working while `place` has the focus."""

        def add(
            id: str,
            text: str,
            run: Callable[[], object],
            key: str,
            enabled: Callable[[], bool] | None = None,
        ) -> None:
            actions.add(f"marker.{id}", text, run, shortcut=key, context=place, enabled=enabled)

        def writable() -> bool:
            return self._edits.can_write

        add("add", self.tr("Set a marker at the playhead"), self.add, "Shift+M", writable)
        add("rename", self.tr("Name the marker at the playhead"), self.rename, "Shift+N", writable)
        add("remove", self.tr("Remove the marker at the playhead"), self.remove_here, "", writable)
        add("previous", self.tr("Go to the marker before"), lambda: self.go(-1), ",")
        add("next", self.tr("Go to the next marker"), lambda: self.go(1), ".")

    def add(self) -> None:
        """Set a marker at the playhead and ask for its name."""
        at = self._playhead()
        if self._here() is None:
            marker = Marker(at)
            self._edit(self.tr("Set marker"), lambda timeline: timeline.marking(marker))
        self._ruler.rename(at)

    def rename(self) -> None:
        """Ask for the name of the marker at the playhead."""
        found = self._here()
        if found is not None:
            self._ruler.rename(found.at)

    def remove_here(self) -> None:
        """Take the marker at the playhead away."""
        found = self._here()
        if found is not None:
            self.remove(found.at)

    def remove(self, at: int) -> None:
        """Take a marker away."""
        self._edit(self.tr("Remove marker"), lambda timeline: timeline.unmarking(at))

    def name(self, at: int, name: str) -> None:
        """Call the marker at a place so."""
        marker = Marker(at, name)
        if marker not in self._markers():
            self._edit(self.tr("Name marker"), lambda timeline: timeline.marking(marker))

    def move(self, at: int, to: int) -> None:
        """Put a marker elsewhere."""
        found = next((marker for marker in self._markers() if marker.at == at), None)
        if found is not None:
            moved = Marker(to, found.name)
            label = self.tr("Move marker")
            self._edit(label, lambda timeline: timeline.unmarking(at).marking(moved))

    def go(self, by: int) -> None:
        """Go to the next marker, or the one before."""
        places = [marker.at for marker in self._markers()]
        at = self._playhead()
        if by > 0 and (after := places[bisect_right(places, at) :]):
            self.seek_requested.emit(after[0])
        elif by < 0 and (before := places[: bisect_left(places, at)]):
            self.seek_requested.emit(before[-1])

    def _here(self) -> Marker | None:
        at = self._playhead()
        return next((marker for marker in self._markers() if marker.at == at), None)

    def _edit(self, label: str, change: Callable[[Timeline], Timeline]) -> None:
        def changed(reel: Reel) -> Episode:
            return reel.with_timeline(change(reel.timeline)).episode

        self._edits.edit(label, changed)

    def _open_menu(self, at: int, place: QPoint) -> None:
        menu = QMenu(self._parent)
        go = menu.addAction(self.tr("Go to this marker"))
        go.triggered.connect(lambda *_: self.seek_requested.emit(at))
        if self._edits.can_write:
            named = menu.addAction(self.tr("Name…"))
            named.triggered.connect(lambda *_: self._ruler.rename(at))
            gone = menu.addAction(self.tr("Remove"))
            gone.triggered.connect(lambda *_: self.remove(at))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
