"""A sample is a list of pieces of recordings; every edit keeps exactly what it should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import EditProblem, EditRefused
from studio.model.sample import Piece, SampleEdit
from studio.model.span import Span

Heard = list[tuple[str, int, float]]


def heard(edit: SampleEdit) -> Heard:
    """Every sample of an edit by itself: its recording, its place there, its gain."""
    return [
        (piece.source, place, round(piece.gain_db + edit.gain_db, 6))
        for piece in edit.pieces
        for place in range(piece.source_span.start, piece.source_span.end)
    ]


pieces = st.builds(
    lambda source, start, length, gain: Piece(source, Span(start, start + length), gain),
    st.sampled_from("ab"),
    st.integers(0, 30),
    st.integers(1, 12),
    st.sampled_from([0.0, -6.0, 3.5]),
)
edits = st.lists(pieces, max_size=5).map(
    lambda found: SampleEdit().joining(SampleEdit(tuple(found)))
)
places = st.integers(-5, 70)


@given(edits, places, places)
def test_keeping_a_stretch_keeps_these_samples_and_no_other(
    edit: SampleEdit, start: int, end: int
) -> None:
    expected = heard(edit)[max(start, 0) : max(end, 0)]
    assert heard(edit.keeping(Span(start, end))) == expected


@given(edits, places, places)
def test_removing_a_stretch_joins_what_was_around_it(
    edit: SampleEdit, start: int, end: int
) -> None:
    before = heard(edit)
    first, last = max(start, 0), max(end, 0)
    expected = before if end <= start else before[:first] + before[max(last, first) :]
    assert heard(edit.removing(Span(start, end))) == expected


@given(edits, edits, st.integers(0, 60))
def test_inserting_changes_nothing_else(edit: SampleEdit, other: SampleEdit, at: int) -> None:
    before = heard(edit)
    assert heard(edit.inserting(other, at)) == before[:at] + heard(other) + before[at:]


@given(edits, st.integers(0, 20), st.integers(0, 20), st.integers(0, 60))
def test_moving_keeps_every_sample(edit: SampleEdit, start: int, length: int, to: int) -> None:
    start, to = min(start, edit.length), min(to, edit.length)
    end = min(start + length, edit.length)
    before = heard(edit)
    if start < to < end:
        with pytest.raises(EditRefused):
            edit.moving(Span(start, end), to)
        return
    moved = heard(edit.moving(Span(start, end), to))
    rest = before[:start] + before[end:]
    place = to if to <= start else to - (end - start)
    assert moved == rest[:place] + before[start:end] + rest[place:]


@given(edits, places, places, st.sampled_from([-3.0, 6.0]))
def test_a_stretch_is_raised_and_the_rest_is_not(
    edit: SampleEdit, start: int, end: int, by: float
) -> None:
    expected = [
        (source, place, round(gain + by, 6) if start <= at < end else gain)
        for at, (source, place, gain) in enumerate(heard(edit))
    ]
    raised = heard(edit.louder(by, Span(start, max(start, end))))
    assert raised == expected


@given(edits, st.integers(0, 60))
def test_no_piece_is_empty_and_what_goes_on_anyway_is_one_piece(edit: SampleEdit, at: int) -> None:
    cut = edit.keeping_all((Span(0, at), Span(at, edit.length)))
    assert cut == edit
    assert all(piece.length > 0 for piece in edit.pieces)


@given(edits, places)
def test_every_place_is_known_in_its_recording(edit: SampleEdit, at: int) -> None:
    all_heard = heard(edit)
    found = edit.source_place(at)
    assert found == (all_heard[at][:2] if 0 <= at < len(all_heard) else None)


def test_a_gain_beyond_reason_is_refused() -> None:
    edit = SampleEdit.of("a", 100).louder(30)
    with pytest.raises(EditRefused) as refused:
        edit.louder(11)
    assert refused.value.problem is EditProblem.OUT_OF_RANGE


def test_an_edit_is_a_value_so_the_one_before_is_there_for_undo() -> None:
    before = SampleEdit.of("a", 100)
    after = before.removing(Span(10, 20))
    assert before.length == 100 and after.length == 90 and before != after
    assert hash(before) == hash(SampleEdit.of("a", 100))
