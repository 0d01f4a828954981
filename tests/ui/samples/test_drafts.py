"""Samples are cut, moved, joined, divided; each step can be taken back."""

from __future__ import annotations

from studio.model.sample import Piece, SampleEdit
from studio.model.span import Span
from studio.ui.samples.drafts import Draft, Drafts
from studio.ui.samples.picking import Picked, Picking
from studio.ui.samples.steps import Step, Steps

A = Draft("a", SampleEdit.of("one", 100))
B = Draft("b", SampleEdit.of("two", 50), "Words.")
C = Draft("c", SampleEdit.of("one", 30))
THREE = Drafts((A, B, C))


def ids(drafts: Drafts) -> str:
    return "".join(each.id for each in drafts.all)


def test_a_sample_is_moved_as_far_as_there_are_places() -> None:
    assert ids(THREE.moving("a", 1)) == "bac"
    assert ids(THREE.moving("c", -5)) == "cab"
    assert ids(THREE.moving("b", 9)) == "acb"
    assert THREE.moving("nobody", 1) == THREE


def test_joining_takes_the_next_sample_and_keeps_words_only_where_both_are_known() -> None:
    joined = THREE.joining("a")
    assert ids(joined) == "ac" and joined.samples[0].edit.length == 150
    assert joined.samples[0].words == ""
    assert THREE.joining("c") == THREE
    both = Drafts((Draft("x", A.edit, "One."), B)).joining("x")
    assert both.samples[0].words == "One. Words."


def test_a_sample_of_which_nothing_is_left_is_gone() -> None:
    assert ids(THREE.cut("b", SampleEdit())) == "ac"


def test_the_prompt_is_cut_apart_from_the_samples() -> None:
    drafts = THREE.prompting(A.edit.keeping(Span(10, 30)))
    assert drafts.prompt and drafts.prompt.edit.length == 20
    assert drafts.place(drafts.prompt.id) is None and drafts.find(drafts.prompt.id)
    cut = drafts.cut(drafts.prompt.id, drafts.prompt.edit.keeping(Span(0, 5)))
    assert cut.prompt and cut.prompt.edit.length == 5 and cut.samples == THREE.samples
    assert drafts.without(drafts.prompt.id) == THREE
    assert drafts.prompting(None).prompt is None


def test_dividing_puts_the_parts_in_the_place_of_the_sample() -> None:
    parts = (B.edit.keeping(Span(0, 20)), B.edit.keeping(Span(20, 50)))
    divided = THREE.dividing("b", parts)
    assert [each.edit.length for each in divided.samples] == [100, 20, 30, 30]
    assert divided.samples[1].id == "b" and len({each.id for each in divided.samples}) == 4


def test_a_recording_that_goes_takes_its_pieces_out_of_every_sample() -> None:
    mixed = Draft("m", A.edit.joining(B.edit))
    left = Drafts((A, mixed)).prompting(C.edit).without_source("one")
    assert ids(left) == "m" and left.samples[0].edit == B.edit


def test_another_channel_is_cut_at_the_same_places_as_far_as_it_goes() -> None:
    edit = SampleEdit((Piece("one", Span(10, 40)), Piece("one", Span(60, 90))))
    heard = Drafts((Draft("a", edit),)).hearing("a", "one", "left", 70)
    assert heard.samples[0].edit.pieces == (
        Piece("left", Span(10, 40)),
        Piece("left", Span(60, 70)),
    )


def test_steps_go_back_and_forth_and_a_new_one_ends_what_was_undone() -> None:
    steps = Steps()
    steps.take(Step("Add", Drafts((A,))))
    steps.take(Step("Cut", THREE))
    assert steps.undone_by_undo == "Cut" and steps.done_by_redo == ""
    steps.undo()
    assert steps.now.drafts == Drafts((A,)) and steps.done_by_redo == "Cut"
    steps.redo()
    assert steps.now.drafts == THREE
    steps.undo()
    steps.take(Step("Other", Drafts((B,))))
    assert steps.done_by_redo == "" and steps.undone_by_undo == "Other"
    for _ in range(5):
        steps.undo()
    assert steps.now.drafts == Drafts() and steps.undone_by_undo == ""


def test_steps_of_one_kind_in_a_row_are_one() -> None:
    steps = Steps()
    steps.take(Step("Add", Drafts((A,))))
    for length in (90, 80, 70):
        drafts = Drafts((A,)).cut("a", A.edit.keeping(Span(0, length)))
        steps.take(Step("Gain", drafts, kind="gain a"))
    steps.undo()
    assert steps.now.drafts == Drafts((A,))


def test_an_end_of_the_selection_is_taken_hold_of_where_it_is_near() -> None:
    picking = Picking()
    picking.picked = Picked(100, 200)
    assert picking.grab(203, 5) == Picked(100, 200)
    assert picking.grab(97, 5) == Picked(200, 100)
    assert picking.grab(150, 5) == Picked(150, 150)
    assert picking.to(50).span == Span(50, 100)
    assert picking.within(120) == Picked(100, 120)
    assert Picked(7, 7).span is None and Picked(9, 7).caret == 7
