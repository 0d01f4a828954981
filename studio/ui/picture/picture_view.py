"""Where a frame is drawn, or said why there is none."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.audio.picture.frames import Frame
from studio.ui.theme import Theme, mono_font, ui_font


class PictureView(QWidget):
    """Draws one frame as large as it fits, black around it."""

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._image = QImage()
        self._words = ""
        self._time = ""
        self.setAccessibleName(self.tr("Picture"))
        self.setMinimumSize(120, 68)

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    def show_frame(self, frame: Frame) -> None:
        """Show a frame instead of the one before."""
        if frame is self._frame:
            return
        self._frame = frame
        size = frame.width, frame.height, 4 * frame.width
        self._image = QImage(frame.data, *size, QImage.Format.Format_RGB32)
        self.update()

    def show_words(self, words: str) -> None:
        """Say why there is no picture; nothing when there is one."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def show_time(self, time: str) -> None:
        """Write a time into the corner, nothing when empty."""
        if time != self._time:
            self._time = time
            self.update()

    def clear(self) -> None:
        """Show no frame."""
        self._frame, self._image = None, QImage()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a dock."""
        return QSize(320, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, or the words."""
        theme, painter = Theme.of(self), QPainter(self)
        bare = self._image.isNull() or bool(self._words)
        painter.fillRect(event.rect(), theme.ground if bare else Qt.GlobalColor.black)
        if bare:
            painter.setFont(ui_font(12.5))
            painter.setPen(theme.muted)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), flags, self._words)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place(), self._image)
            self._write_time(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for frames of another size."""
        super().resizeEvent(event)
        self.resized.emit()

    def _place(self) -> QRect:
        size = QSize(self._image.size())
        size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def _write_time(self, painter: QPainter) -> None:
        if not self._time:
            return
        painter.setFont(mono_font(11))
        box = painter.fontMetrics().boundingRect(self._time).adjusted(-5, -2, 5, 2)
        box.moveBottomLeft(self._place().bottomLeft())
        ground = Theme.of(self).ground
        painter.setOpacity(0.75)
        painter.fillRect(box, ground)
        painter.setOpacity(1.0)
        painter.setPen(Theme.of(self).text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._time)
