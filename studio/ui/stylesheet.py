"""The text of the program's one stylesheet, made from a look's colours."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template(
    """
QMainWindow { background: $ground; }
QDialog { background: $panel; border: 1px solid $line; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px;
}

QMenuBar { background: $ground; color: $muted; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $raised; color: $text; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 5px 12px; min-height: 16px;
}
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $panel; }
QPushButton:checked { background: $selected; border-color: $accent; }
QPushButton[role="primary"], QPushButton:default {
    background: $accent; color: $on_accent; border-color: $accent;
}
/* Not of ":default": the room for a button's text is measured without its passing states. */
QPushButton[role="primary"] { font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { border-color: $text; }
QPushButton[role="primary"]:focus, QPushButton:default:focus {
    border: 2px solid $text; padding: 4px 11px;
}
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {
    background: $raised; color: $faint; border-color: $line;
}
QPushButton[role="field"] { background: $panel; text-align: left; padding: 4px 8px; }
QPushButton[role="danger"] { color: $failed; border-color: $failed; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: $muted; }
QPushButton[role="quiet"]:hover { background: $raised; color: $text; }
QPushButton[role="quiet"]:focus { border-color: $accent; }

QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 5px;
}
QToolButton:hover { background: $raised; border-color: $line; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit,
QKeySequenceEdit {
    background: $panel; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QDateEdit:hover {
    border-color: $faint;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QDateEdit:focus { border: 1px solid $accent; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateEdit:disabled { color: $faint; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; min-height: 18px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; border: none; width: 20px; background: transparent;
}
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$up"); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$chevron"); width: 10px; height: 10px;
}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: none; padding: 0 6px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QTableView::indicator {
    width: 14px; height: 14px; border: 1px solid $faint; border-radius: 3px; background: $panel;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QCheckBox::indicator:checked:focus { border-color: $text; }
QCheckBox:focus { color: $accent; }
QRadioButton { spacing: 8px; }
QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $faint; border-radius: 8px; background: $panel;
}
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent;
}
QRadioButton:focus { color: $accent; }
QComboBox, QDateEdit { padding-right: 24px; min-height: 18px; }
QDateEdit QLineEdit { border: none; padding: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line; padding: 4px; outline: 0;
    selection-background-color: $selected; selection-color: $text;
}
QAbstractItemView { background: $panel; color: $text; border: none; outline: 0;
    selection-background-color: $selected; selection-color: $text; }
QAbstractItemView QLineEdit { border-radius: 3px; padding: 0 6px; }
QDialog QAbstractItemView { border: 1px solid $line; border-radius: 6px; }
QDialog QHeaderView { border: none; border-radius: 0; }
QDialog QTableView::item { padding: 0 8px; }
QTableView[role="table"]::item { padding: 0 4px; }
QTableView[role="table"] QHeaderView::section { padding: 6px 7px; }
QDialog QListView::item { padding: 4px 8px; }
QTreeView[role="tree"]::item { padding: 4px 0; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-weight: 600;
}
QTableCornerButton::section { background: $panel; border: none; }

QDockWidget { color: $muted; }
QMainWindow::separator { background: $ground; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $ground; }
QSplitter::handle:hover { background: $accent; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabWidget::pane { border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar {
    background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $text; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px;
}
QSlider::handle:horizontal:focus { background: $accent; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 20px; padding: 12px; }
QGroupBox::title {
    subcontrol-origin: margin; left: 0; padding: 0 0 4px 0; color: $muted; font-weight: 600;
}

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 21pt; font-weight: 600; color: $text; }
QLabel[role="heading"] { font-size: 11.25pt; font-weight: 600; color: $text; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="caption"] { color: $muted; font-size: 9pt; }
QLabel[role="failed"] { color: $failed; }
QLabel[role="ready"] { color: $ready; }
QLabel[role="stale"] { color: $stale; }
QLabel[role="key"] {
    color: $muted; background: $ground; border: 1px solid $line; border-radius: 4px;
    padding: 1px 6px; font-size: 9pt;
}
QLabel[role="lead"] { color: $muted; font-size: 11.25pt; }
QLabel[role="strong"] { color: $text; font-size: 10.5pt; font-weight: 600; }
QLabel[role="section"] { color: $muted; font-weight: 600; }
QLabel[role="faint"] { color: $faint; }
QWidget[role="ground"] { background: $ground; }
QScrollArea { background: $ground; border: none; }
QDialog QScrollArea, QDialog QScrollArea > QWidget > QWidget { background: $panel; }
QScrollArea[role="plain"], QScrollArea[role="plain"] > QWidget > QWidget { background: $panel; }
QPushButton[role="card"], QPushButton[role="card-primary"] {
    background: $panel; border: 1px solid $line; border-radius: 8px; text-align: left;
    min-height: 70px; padding: 0;
}
QPushButton[role="card-primary"] { border-color: $accent; }
QPushButton[role="card"]:hover, QPushButton[role="card-primary"]:hover { background: $raised; }
QPushButton[role="card"]:focus, QPushButton[role="card-primary"]:focus {
    border: 2px solid $accent; min-height: 68px;
}
QPushButton[role="letter"]:focus { border: 2px solid $text; padding: 4px 11px; }
QToolButton[role="small"] { padding: 3px; border-radius: 4px; }
QToolButton[role="strip"], QToolButton[role="strip-mute"], QToolButton[role="strip-solo"] {
    padding: 0; border-radius: 4px; font-size: 8pt; font-weight: 600; border: 1px solid $line;
}
QToolButton[role="strip"] { border-color: transparent; }
QToolButton[role="strip-mute"]:checked { background: $stale; color: $on_accent; }
QToolButton[role="strip-solo"]:checked { background: $playing; color: $on_accent; }
QToolButton[role="strip"]:focus, QToolButton[role="strip-mute"]:focus,
QToolButton[role="strip-solo"]:focus { border-color: $accent; }
QDoubleSpinBox[role="strip"] {
    padding: 0 1px; min-height: 0; border-radius: 4px; background: transparent;
}
QDoubleSpinBox[role="strip"]:hover { background: $raised; }
/* Without buttons Qt (6.11) gives the number no room; these are as good as none. */
QDoubleSpinBox[role="strip"]::up-button, QDoubleSpinBox[role="strip"]::down-button { width: 1px; }
QDoubleSpinBox[role="strip"]::up-arrow, QDoubleSpinBox[role="strip"]::down-arrow { image: none; }
QDoubleSpinBox[role="strip"] QLineEdit { padding: 0; background: transparent; }
QFrame[role="dock-title"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QLineEdit[role="search"] {
    border: none; border-bottom: 1px solid $line; border-radius: 0; background: transparent;
    padding: 12px 16px; font-size: 12pt;
}
QListView[role="popup-list"] { background: transparent; border: none; }
QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="rule"] { background: $line; border: none; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[role="popup"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QListView[role="popup"] { padding: 2px; }
QFrame[role="bar"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="banner"] { background: $raised; border: none; border-left: 3px solid $stale; }
QFrame[role="banner-plain"] { background: $raised; border: none; border-left: 3px solid $line; }
QFrame[role="banner-ready"] { background: $raised; border: none; border-left: 3px solid $ready; }
QFrame[role="banner-failed"] { background: $raised; border: none; border-left: 3px solid $failed; }
"""
)


def stylesheet(colours: Mapping[str, str], *, chevron: str, up: str, check: str) -> str:
    """The sheet for these colours; the others are paths of pictures.

    `chevron` is the arrow of combo boxes, `up` the one of spin boxes, `check` that of a box.
    """
    return _SHEET.substitute(colours, chevron=chevron, up=up, check=check)
