"""The banner above the work: what it says stays right when what it leads to is gone."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from studio.ui.notices import Banner, Notice, Place


def test_a_way_on_that_went_with_its_panel_is_not_offered(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    kept, gone = QAction("Choose another"), QAction("Try again")
    delete(gone)
    banner.show_notice(Notice(Place.BANNER, "The device is gone.", action=kept, other=gone))
    offered = [each.text() for each in banner.findChildren(QPushButton) if not each.isHidden()]
    assert offered == ["Choose another"]
    assert any("The device" in label.text() for label in banner.findChildren(QLabel))


def test_good_news_has_not_the_edge_of_a_warning(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice(Place.BANNER, "Pip is made.", well=True))
    assert banner.property("role") == "banner-ready"
    banner.show_notice(Notice(Place.BANNER, "1 line has no take."))
    assert banner.property("role") == "banner"
