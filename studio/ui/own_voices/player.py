"""Plays single sounds, such as recordings and previews of voices, apart from any production."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.audio.decode import ingest
from studio.audio.mixdown import Mixdown, Part, Samples
from studio.audio.playback import PlaysBlocks
from studio.errors import AudioError, AudioProblem
from studio.transport import Readable, Transport

POLL_MS = 30


class SoundPlayer(QObject):
    """One sound at a time; the newest is the one that is heard."""

    changed = Signal()
    """It began or ended, and every 30 ms while it plays: the place is another one."""
    began = Signal()
    lost = Signal(object)
    """The AudioError of a device that is gone."""

    def __init__(self, output: Callable[[], PlaysBlocks], parent: QObject | None = None) -> None:
        """`output` gives the sound device; it is asked when something plays."""
        super().__init__(parent)
        self._transport = Transport(output)
        self._transport.listen(self._tell_lost)
        self._wish = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def playing(self) -> bool:
        """Whether something is heard."""
        return self._transport.playing

    @property
    def position(self) -> int:
        """The sample of the sound that is heard now, at the project rate."""
        return self._transport.position

    def plays(self, sound: Readable) -> bool:
        """Whether this is what is heard."""
        return self._transport.plays(sound)

    def play(self, sound: Readable, at: int = 0, until: int | None = None) -> None:
        """Play a sound instead of what was heard; from a sample on, up to another one."""
        self._wish += 1
        self._transport.pause()
        self._transport.load(sound)
        self._transport.play(at=at, until=until)
        if self._transport.playing:
            self._timer.start()
            self.began.emit()
        self.changed.emit()

    async def play_file(self, path: Path) -> None:
        """Play a file of sound, read in a thread; a newer wish wins. Raises AudioError."""
        self._wish += 1
        wish = self._wish
        samples = await asyncio.to_thread(_samples_of, path)
        if wish == self._wish:
            self.play(sounding(samples))

    def stop(self) -> None:
        """Be silent; the place stays."""
        self._wish += 1
        self._transport.pause()
        self._timer.stop()
        self.changed.emit()

    def close(self) -> None:
        """Let go of the device."""
        self._wish += 1
        self._timer.stop()
        self._transport.close()

    def _look(self) -> None:
        self._transport.poll()
        if not self._transport.playing:
            self._timer.stop()
        self.changed.emit()

    def _tell_lost(self, trouble: AudioError | None) -> None:
        if trouble is not None:
            self.lost.emit(trouble)


def sounding(samples: Samples) -> Readable:
    """Samples, mono at the project rate, as something that can be played."""
    return Mixdown([Part(0, samples, 1.0, "alone")], len(samples))


def _samples_of(path: Path) -> Samples:
    try:
        data = path.read_bytes()
    except OSError as error:
        told = error.strerror or ""
        raise AudioError(AudioProblem.UNDECODABLE, path.name, told) from error
    return ingest(data, source=path.name)
