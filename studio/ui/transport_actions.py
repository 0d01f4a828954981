"""What one does with the sound by keys: J, K, L, loops, ranges, speeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from studio.model.span import Span, samples_of
from studio.ui.actions import Actions
from studio.ui.held_key import HeldKey
from studio.ui.jogging import SPEEDS, Jogging
from studio.ui.looping import Loop, PreRoll
from studio.ui.playback import Playback
from studio.ui.selection import Selection

SHORTEST = samples_of(0.05)
"""Samples of the shortest range that can be marked."""


class TransportActions(QObject):
    """Adds the actions of the transport and keeps them as things are; knows the marked range."""

    range_changed = Signal(object)
    """The marked Span, None when there is none."""
    follow_changed = Signal(bool)
    """Whether the timeline follows the playhead."""

    def __init__(
        self,
        playback: Playback,
        jogging: Jogging,
        selection: Selection,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._playback = playback
        self._jogging = jogging
        self._selection = selection
        self._actions = actions
        self._start: int | None = None
        self._end: int | None = None
        self._add_shuttle()
        self._add_loops()
        self._add_pre_rolls()
        self._add_speeds()
        self._connect()
        self._show()

    @property
    def marked(self) -> Span | None:
        """The range between the two marks."""
        if self._start is None or self._end is None:
            return None
        return Span(self._start, self._end)

    @property
    def pre_rolls(self) -> tuple[QAction, ...]:
        """What may lead up to looped lines, one of them checked."""
        return tuple(self._pre_rolls.values())

    @property
    def speeds(self) -> Mapping[float, QAction]:
        """What one can hear everything at."""
        return self._speeds

    def mark_range(self, span: Span | None) -> None:
        """Mark this range; a loop of the one before goes round this at its next turn."""
        if span is not None and span.length < SHORTEST:
            span = None
        self._start, self._end = (span.start, span.end) if span is not None else (None, None)
        self._tell_range()

    def _add(
        self,
        id: str,
        text: str,
        run: Callable[[], object],
        key: str = "",
        *,
        icon: str = "",
        checkable: bool = False,
    ) -> QAction:
        action = self._actions.add(
            f"transport.{id}", text, run, shortcut=key, icon=icon, checkable=checkable, owner=self
        )
        action.setAutoRepeat(False)
        return action

    def _add_shuttle(self) -> None:
        jog = self._jogging
        forward = self._add("forward", self.tr("Play, then faster"), jog.forward, "L")
        back = self._add("back", self.tr("Play backwards, then faster"), jog.back, "J")
        stop = self._add("stop", self.tr("Stop"), jog.stop, "K")
        others = ((forward, lambda: jog.step(1)), (back, lambda: jog.step(-1)))
        self._held = HeldKey(stop, others, jog.end_scrub, self)
        line = self._add(
            "play_line", self.tr("Play from the line in hand"), self._play_line, "Ctrl+Shift+Space"
        )
        lines = self._add(
            "play_lines", self.tr("Play the lines in hand once"), self._play_lines, "Shift+Space"
        )
        self._need_line = (line, lines)

    def _add_loops(self) -> None:
        self._loop = self._add(
            "loop", self.tr("Loop the lines in hand"), self._loop_lines, "Shift+L",
            icon="loop", checkable=True,
        )  # fmt: skip
        self._loop_marked = self._add(
            "loop_range", self.tr("Loop the marked range"), self._loop_range, "Alt+L",
            checkable=True,
        )  # fmt: skip
        self._add("range_start", self.tr("Mark the start of a range"), self._mark_start, "I")
        self._add("range_end", self.tr("Mark the end of a range"), self._mark_end, "O")
        self._clear = self._add(
            "clear_range", self.tr("Forget the marked range"), lambda: self.mark_range(None)
        )

    def _add_pre_rolls(self) -> None:
        group = QActionGroup(self)
        texts = {
            PreRoll.LINE_BEFORE: self.tr("Lead in with the line before"),
            PreRoll.ONE_SECOND: self.tr("Lead in with 1 second"),
            PreRoll.TWO_SECONDS: self.tr("Lead in with 2 seconds"),
            PreRoll.NONE: self.tr("Loop without lead-in"),
        }
        self._pre_rolls: dict[PreRoll, QAction] = {}
        for pre_roll, text in texts.items():

            def choose(pre_roll: PreRoll = pre_roll) -> None:
                self._playback.set_pre_roll(pre_roll)

            action = self._add(f"lead_{pre_roll.name.lower()}", text, choose, checkable=True)
            action.setActionGroup(group)
            action.setChecked(pre_roll is self._playback.pre_roll)
            self._pre_rolls[pre_roll] = action

    def _add_speeds(self) -> None:
        jog, group = self._jogging, QActionGroup(self)
        self._add("slower", self.tr("Hear it slower"), lambda: jog.change_speed(-1), "<")
        self._add("faster", self.tr("Hear it faster"), lambda: jog.change_speed(1), ">")
        self._speeds: dict[float, QAction] = {}
        for speed in SPEEDS:

            def choose(speed: float = speed) -> None:
                jog.set_speed(speed)

            text = self.tr("Speed {speed}").format(speed=speed_text(speed))
            action = self._add(f"speed_{round(speed * 100)}", text, choose, checkable=True)
            action.setActionGroup(group)
            self._speeds[speed] = action
        follow = self._add(
            "follow", self.tr("Follow the playhead"),
            lambda: self.follow_changed.emit(follow.isChecked()), icon="follow", checkable=True,
        )  # fmt: skip
        follow.setChecked(True)

    def _connect(self) -> None:
        self._selection.lines_selected.connect(self._show)
        self._selection.line_selected.connect(self._show)
        self._selection.episode_selected.connect(lambda _: self.mark_range(None))
        self._playback.loop_changed.connect(self._show)
        self._playback.loaded.connect(self._show)
        self._jogging.speed_changed.connect(self._show)

    def _show(self) -> None:
        """Check and offer what fits what is in hand and what plays."""
        loop, chosen = self._playback.looping, bool(self._lines())
        self._loop.setChecked(loop is not None and loop.span is None)
        self._loop_marked.setChecked(loop is not None and loop.span is not None)
        self._loop.setEnabled(chosen or self._loop.isChecked())
        self._loop_marked.setEnabled(self.marked is not None or self._loop_marked.isChecked())
        self._clear.setEnabled(self._start is not None or self._end is not None)
        for action in self._need_line:
            action.setEnabled(chosen)
        for speed, action in self._speeds.items():
            action.setChecked(speed == self._jogging.speed)

    def _lines(self) -> tuple[str, ...]:
        line = self._selection.line
        return self._selection.lines or ((line,) if line else ())

    def _play_line(self) -> None:
        if self._selection.line:
            self._playback.play_line(self._selection.line)

    def _play_lines(self) -> None:
        self._playback.play_lines(self._lines())

    def _loop_lines(self) -> None:
        self._turn(Loop(lines=self._lines()) if self._loop.isChecked() else None)

    def _loop_range(self) -> None:
        wanted = self._loop_marked.isChecked() and self.marked is not None
        self._turn(Loop(span=self.marked) if wanted else None)

    def _turn(self, loop: Loop | None) -> None:
        if loop is None:
            self._playback.stop_looping()
        else:
            self._playback.start_loop(loop)
        self._show()

    def _mark_start(self) -> None:
        place = self._playback.position
        if self._end is not None and self._end - place < SHORTEST:
            self._end = None
        self._start = place
        self._tell_range()

    def _mark_end(self) -> None:
        place = self._playback.position
        if self._start is None or place - self._start < SHORTEST:
            self._start = 0
        self._end = place if place >= SHORTEST else None
        self._tell_range()

    def _tell_range(self) -> None:
        loop, marked = self._playback.looping, self.marked
        if loop is not None and loop.span is not None and marked is not None:
            self._playback.change_loop(Loop(span=marked))
        self.range_changed.emit(marked)
        self._show()


def speed_text(speed: float) -> str:
    """A speed as it is shown: `1.5×`, with a minus sign backwards."""
    return f"{'−' if speed < 0 else ''}{abs(speed):g}×"
