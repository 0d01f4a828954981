"""Which track and which channel of a recording is meant, where there are several."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from studio.audio.media_facts import Track
from studio.audio.samples.sources import Source
from studio.audio.stretch import Listening
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM
from studio.ui.wheel_guard import WheelGuard


class SoundChoice(QWidget):
    """Two boxes, each there only where there is a choice."""

    listening_chosen = Signal(str, object)
    """The id of the recording, and the `Listening` that is meant."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._shown = False
        self._track = QComboBox(self)
        self._channel = QComboBox(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        guard = WheelGuard(self)
        for box, name in (
            (self._track, self.tr("Track of the recording")),
            (self._channel, self.tr("Channel of the recording")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            narrow(box)
            guard.guard(box)
            row.addWidget(box, 1)
        self._track.activated.connect(self._track_chosen)
        self._channel.activated.connect(self._channel_chosen)

    def show_source(self, source: Source | None) -> None:
        """Offer what this recording has."""
        if source == self._source and self._shown:
            return
        self._source, self._shown = source, True
        tracks = source.facts.tracks if source else ()
        track = tracks[source.listening.track] if source else None
        channels = track.channels if track else 0
        with QSignalBlocker(self._track), QSignalBlocker(self._channel):
            self._track.clear()
            self._channel.clear()
            for number, each in enumerate(tracks, 1):
                self._track.addItem(self._track_words(number, each))
            self._channel.addItem(self.tr("All channels"))
            for number in range(1, channels + 1):
                self._channel.addItem(self._channel_words(number, channels))
            if source:
                self._track.setCurrentIndex(source.listening.track)
                channel = source.listening.channel
                self._channel.setCurrentIndex(0 if channel is None else channel + 1)
        self._track.setVisible(len(tracks) > 1)
        self._channel.setVisible(channels > 1)
        self.setVisible(len(tracks) > 1 or channels > 1)

    def _track_words(self, number: int, track: Track) -> str:
        told = self.tr("Track {number}: {codec}, {layout}")
        return told.format(number=number, codec=track.codec, layout=track.layout)

    def _channel_words(self, number: int, channels: int) -> str:
        if channels == 2:
            return self.tr("Left channel") if number == 1 else self.tr("Right channel")
        return self.tr("Channel {number}").format(number=number)

    def _track_chosen(self, index: int) -> None:
        if self._source is not None and index != self._source.listening.track:
            self.listening_chosen.emit(self._source.id, Listening(index))

    def _channel_chosen(self, index: int) -> None:
        if self._source is None:
            return
        wanted = Listening(self._source.listening.track, index - 1 if index else None)
        if wanted != self._source.listening:
            self.listening_chosen.emit(self._source.id, wanted)
