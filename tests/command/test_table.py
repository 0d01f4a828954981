"""Columns that stand below each other, whatever stands in them."""

from __future__ import annotations

from studio.command.table import table


def test_columns_are_as_wide_as_their_widest_cell_on_a_terminal() -> None:
    rows = [["minimax/main", "御姐", "old"], ["offline", "man", ""]]
    assert table(rows).splitlines() == ["minimax/main  御姐  old", "offline       man"]


def test_no_rows_are_no_table() -> None:
    assert table([]) == ""
