"""What is made quickly is the same as what is made as usual."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from studio.model.ids import LineId, MediaKey
from studio.model.layout import Clip
from studio.model.quick_making import quick_maker
from studio.model.span import Span

VALUES = (LineId("l"), None, MediaKey("m"), Span(1, 5), Span(0, 4), True, -1.0, False)
REST = (1, 2, 3, 1.5, "hall", True, False)


def test_a_clip_made_quickly_is_a_clip_like_any_other() -> None:
    quick, usual = quick_maker(Clip)(*VALUES, *REST), Clip(*VALUES, *REST)
    assert quick == usual and type(quick) is Clip
    assert (hash(quick), repr(quick)) == (hash(usual), repr(usual))
    assert replace(quick, gain_db=2.0) == replace(usual, gain_db=2.0)
    assert pickle.loads(pickle.dumps(quick)) == usual


def test_it_can_no_longer_be_changed() -> None:
    quick = quick_maker(Clip)(*VALUES, *REST)
    with pytest.raises(FrozenInstanceError):
        quick.muted = True  # type: ignore[misc]


def test_every_field_has_to_be_given() -> None:
    with pytest.raises(TypeError):
        quick_maker(Clip)(*VALUES)
