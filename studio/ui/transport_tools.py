"""The right half of the transport bar: speed, follow, meters and where the sound goes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QToolButton

from studio.ui.actions import Actions
from studio.ui.jogging import Jogging
from studio.ui.meters.strip import MeterStrip
from studio.ui.output_menu import OutputMenu
from studio.ui.theme import icon, mark, mono_font
from studio.ui.transport_actions import TransportActions, speed_text
from studio.ui.transport_bar import TransportBar

ICON, SMALL = QSize(20, 20), QSize(12, 12)


class TransportTools:
    """Builds the buttons into a bar, which owns them."""

    def __init__(
        self,
        bar: TransportBar,
        hands: TransportActions,
        jogging: Jogging,
        actions: Actions,
        meters: MeterStrip,
        output: OutputMenu,
    ) -> None:
        self._bar = bar
        self._actions = actions
        self._jogging = jogging
        self.output = self._output_button(output)
        self._speed = self._speed_button(hands)
        bar.add_left(self._button("transport.loop"))
        bar.add_left(self._loop_menu(hands))
        bar.add_right(self._speed)
        bar.add_right(self._button("transport.follow"))
        bar.add_right(meters)
        bar.add_right(self.output)
        jogging.speed_changed.connect(self._show_speed)
        bar.playing_changed.connect(lambda _: self._show_speed())
        self._show_speed()

    def _button(self, id: str) -> QToolButton:
        action = self._actions.get(id)
        button = QToolButton(self._bar)
        button.setDefaultAction(action)
        button.setIconSize(ICON)
        button.setAccessibleName(action.text())
        return button

    def _loop_menu(self, hands: TransportActions) -> QToolButton:
        """What leads up to a loop, and the range that can be looped."""
        button = _opening(QToolButton(self._bar))
        mark(button, "small")
        button.setIcon(icon("chevron-down"))
        button.setIconSize(SMALL)
        told = self._bar.tr("What is looped, and what leads up to it")
        button.setAccessibleName(told)
        button.setToolTip(told)
        menu = QMenu(button)
        menu.addActions(hands.pre_rolls)
        menu.addSeparator()
        for id in ("loop_range", "range_start", "range_end", "clear_range"):
            menu.addAction(self._actions.get(f"transport.{id}"))
        button.setMenu(menu)
        return button

    def _speed_button(self, hands: TransportActions) -> QToolButton:
        button = _opening(QToolButton(self._bar))
        button.setFont(mono_font(13))
        menu = QMenu(button)
        menu.addActions(list(hands.speeds.values()))
        button.setMenu(menu)
        button.setAccessibleName(self._bar.tr("Speed"))
        widest = button.fontMetrics().horizontalAdvance("−1.75×")
        button.setMinimumWidth(widest + 24)
        return button

    def _output_button(self, output: OutputMenu) -> QToolButton:
        button = _opening(QToolButton(self._bar))
        button.setIcon(icon("speaker"))
        button.setIconSize(ICON)
        button.setMenu(output)
        button.setAccessibleName(output.title())
        button.setToolTip(output.title())
        return button

    def _show_speed(self) -> None:
        text = speed_text(self._jogging.speed)
        self._speed.setText(text)
        self._speed.setToolTip(self._bar.tr("Speed {speed}, at the same pitch").format(speed=text))


def _opening(button: QToolButton) -> QToolButton:
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
