"""Where a line stands, in words."""

from __future__ import annotations

from studio.synthesis.plan import LineState, TakeState
from studio.ui.script.states import state_words, trouble_words


def test_a_lost_answer_is_told_by_its_reason_alone() -> None:
    reason = "The answer of Shop was lost. Voice it again if you accept to pay it twice."
    assert state_words(LineState(TakeState.UNSURE, reason=reason)) == reason
    assert state_words(LineState(TakeState.UNSURE)).endswith("Voice it again?")


def test_a_failed_take_is_told_with_its_reason_behind_a_colon() -> None:
    failed = LineState(TakeState.FAILED, reason="The line is too long.")
    assert state_words(failed) == "The last take failed: The line is too long."


def test_a_row_tells_trouble_in_few_words_and_nothing_where_there_is_none() -> None:
    failed = LineState(TakeState.FAILED, reason="no connection")
    refused = LineState(TakeState.REFUSED, reason="nothing to say")
    assert trouble_words(failed) == "Failed: no connection"
    assert trouble_words(refused) == "Cannot be voiced: nothing to say"
    assert trouble_words(LineState(TakeState.FAILED)) == "The last take failed"
    assert trouble_words(LineState(TakeState.STALE, reason="changed")) == ""
