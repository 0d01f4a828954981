"""What the person has in hand: the one thing the panels share."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from studio.model.ids import EpisodeId, LineId


class Selection(QObject):
    """The episode, language and lines in hand, and the line that sounds now."""

    episode_selected = Signal(str)
    language_selected = Signal(str)
    line_selected = Signal(str)
    lines_selected = Signal(object)
    playing_line_changed = Signal(str)

    def __init__(self, episode: EpisodeId, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._episode = episode
        self._language = language
        self._lines: tuple[LineId, ...] = ()
        self._line: LineId | None = None
        self._playing: LineId | None = None

    @property
    def episode(self) -> EpisodeId:
        """The episode every panel shows."""
        return self._episode

    @property
    def language(self) -> str:
        """The language that is voiced, played and edited."""
        return self._language

    @property
    def line(self) -> LineId | None:
        """The line in hand."""
        return self._line

    @property
    def lines(self) -> tuple[LineId, ...]:
        """All chosen lines, the line in hand among them."""
        return self._lines

    @property
    def playing_line(self) -> LineId | None:
        """The line that sounds now."""
        return self._playing

    def select_episode(self, episode: EpisodeId) -> None:
        """Show another episode; no line is in hand then."""
        if episode != self._episode:
            self._episode = episode
            self.select_lines(())
            self.episode_selected.emit(episode)

    def select_language(self, language: str) -> None:
        """Voice, play and edit in another language."""
        if language != self._language:
            self._language = language
            self.language_selected.emit(language)

    def select_line(self, line: LineId) -> None:
        """Take one line in hand."""
        self.select_lines((line,), line)

    def select_lines(self, lines: tuple[LineId, ...], current: LineId | None = None) -> None:
        """Choose several lines; the one in hand is `current`, else the first."""
        chosen = current or (lines[0] if lines else None)
        if lines != self._lines:
            self._lines = lines
            self.lines_selected.emit(lines)
        if chosen != self._line:
            self._line = chosen
            self.line_selected.emit(chosen or "")

    def set_playing_line(self, line: LineId | None) -> None:
        """Light the line that sounds now, or none."""
        if line != self._playing:
            self._playing = line
            self.playing_line_changed.emit(line or "")
