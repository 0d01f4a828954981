"""Numbers in sentences: one character is not 1 characters."""

from __future__ import annotations

import pytest

from studio.command.counting import counted


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 syntheses"), (1, "1 synthesis"), (2, "2 syntheses"), (1_000, "1,000 syntheses")],
)
def test_a_number_and_its_noun_agree(number: int, words: str) -> None:
    assert counted(number, "synthesis", "syntheses") == words


def test_a_plural_is_with_an_s_unless_it_is_told() -> None:
    assert (counted(1, "line"), counted(3, "line")) == ("1 line", "3 lines")
