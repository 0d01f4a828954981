"""Combo boxes that are as narrow as their place is."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def narrow(box: QComboBox) -> None:
    """Let a box be as narrow as its place is, however long its entries are."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
