"""Frames for the picture panel: a thread of its own fetches the one that is wished for last."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.audio.picture.facts import Picture
from studio.audio.picture.frames import Frame, FrameStream
from studio.errors import StudioError

PATIENCE_S = 2.0
"""Seconds ahead that are read through; what is farther is sought, which costs a new program."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A place in a video, in seconds, and how large its frame is to be."""

    path: Path
    picture: Picture
    at: float
    width: int
    height: int


class FrameFeed(QObject):
    """Answers the latest wish with `came`; those in between are left out when it is busy.

    While the wishes go on evenly, one program decodes them one after the other.
    """

    came = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, ffmpeg: str = "") -> None:
        super().__init__(parent)
        self._ffmpeg = ffmpeg
        self._wished = threading.Condition()
        self._wish: Wish | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._stream: FrameStream | None = None
        self._stream_of: tuple[object, ...] = ()
        self._shown: Frame | None = None

    def look_at(self, wish: Wish) -> None:
        """Wish for a frame; it is told later."""
        with self._wished:
            self._wish = wish
            self._wished.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._serve, name="picture", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and its program; waits for a frame at most."""
        with self._wished:
            self._closed, stream = True, self._stream
            self._wished.notify()
        if stream is not None:
            stream.close()
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        try:
            while (wish := self._next_wish()) is not None:
                try:
                    frame = self._frame(wish)
                except StudioError as error:
                    self.failed.emit(error)
                else:
                    if frame is not None and not self._closed:
                        self.came.emit(frame)
        finally:
            self._drop()

    def _next_wish(self) -> Wish | None:
        with self._wished:
            while self._wish is None and not self._closed:
                self._wished.wait()
            wish, self._wish = self._wish, None
            return None if self._closed else wish

    def _frame(self, wish: Wish) -> Frame | None:
        """The frame of a wish, None when the film is over."""
        of = wish.path, wish.picture, wish.width, wish.height
        stream, shown = self._stream, self._shown
        step = 1 / stream.rate if stream else 0.0
        if stream is not None and of == self._stream_of:
            if shown is not None and 0 <= wish.at - shown.at < step:
                return shown
            if not 0 <= wish.at - stream.next_at + step < PATIENCE_S:
                stream = None
        else:
            stream = None
        if stream is None:
            stream = self._open(wish)
            step = 1 / stream.rate
        frame = None
        while frame is None or wish.at - frame.at >= step:
            following = stream.read()
            if following is None:
                break
            frame = following
        self._shown = frame or self._shown
        return frame

    def _open(self, wish: Wish) -> FrameStream:
        self._drop()
        stream = FrameStream(
            wish.path, wish.picture, wish.at, wish.width, wish.height, ffmpeg=self._ffmpeg
        )
        with self._wished:
            if self._closed:
                stream.close()
            self._stream = stream
        self._stream_of = wish.path, wish.picture, wish.width, wish.height
        return stream

    def _drop(self) -> None:
        with self._wished:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._shown = None
