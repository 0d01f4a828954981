from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.ui.script.row_changes import changed_rows, row_changes
from studio.ui.script.spoken_numbers import SpokenNumbers

ids = st.lists(st.integers(0, 12), unique=True, max_size=10)


def a_line(number: int) -> Line:
    kind = LineKind.DIALOGUE if number % 3 else LineKind.ACTION
    return Line(LineId(str(number)), kind, {})


@given(ids, ids)
def test_the_changes_make_the_new_list_of_the_old_one(old: list[int], new: list[int]) -> None:
    before, after = [a_line(n) for n in old], [a_line(n) for n in new]
    changes = row_changes(before, after)
    rows = list(before)
    for start, end in reversed(changes.gone):
        del rows[start:end]
    if changes.order:
        rows = [rows[place] for place in changes.order]
    for start, end in changes.come:
        rows[start:start] = after[start:end]
    assert [line.id for line in rows] == [line.id for line in after]


def test_a_changed_word_moves_no_row() -> None:
    before = [a_line(n) for n in range(5)]
    after = list(before)
    after[2] = replace(before[2], text={"en": "x"})
    changes = row_changes(before, after)
    assert (changes.gone, changes.order, changes.come) == ((), (), ())
    assert changed_rows(before, after) == ((2, 3),)


def test_an_inserted_line_is_the_only_row_that_comes() -> None:
    before = [a_line(n) for n in range(5)]
    changes = row_changes(before, [*before[:3], a_line(9), *before[3:]])
    assert (changes.gone, changes.order, changes.come) == ((), (), ((3, 4),))


@given(ids, ids, st.lists(st.integers(0, 12), max_size=6))
def test_numbers_are_the_place_among_the_spoken_lines(
    old: list[int], new: list[int], asked: list[int]
) -> None:
    numbers = SpokenNumbers()
    known = [a_line(n) for n in range(13)]
    for lines in (old, new):
        script = tuple(known[n] for n in lines)
        numbers.follow(script)
        spoken = [line.id for line in script if line.spoken]
        for ask in asked:
            line = LineId(str(ask))
            if line in spoken:
                assert numbers.of(line) == spoken.index(line) + 1
