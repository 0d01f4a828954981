"""The way through the timeline: read in blocks of any size it is the mixdown to the sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.course import Course
from studio.audio.mixdown import Mixdown, Part
from studio.model.span import Span

LENGTH = 4_000
BLOCKS = st.lists(st.integers(1, 900), min_size=1, max_size=12)


def a_mixdown(seed: int) -> Mixdown:
    made = np.random.default_rng(seed)
    parts = [
        Part(int(start), made.standard_normal(int(length)).astype(np.float32), 0.5, lane)
        for start, length, lane in zip(
            made.integers(0, LENGTH, 6), made.integers(1, 1_500, 6), "ABABAB", strict=True
        )
    ]
    return Mixdown(parts, LENGTH)


def read(course: Course, blocks: list[int]) -> Any:
    places = np.cumsum([0, *blocks[:-1]])
    found = [course.read(int(at), size) for at, size in zip(places, blocks, strict=True)]
    return np.concatenate(found)


@given(st.integers(0, 99), st.integers(0, LENGTH), BLOCKS)
def test_what_is_heard_is_what_is_exported(seed: int, at: int, blocks: list[int]) -> None:
    mix = a_mixdown(seed)
    assert np.array_equal(read(Course(mix, at), blocks), mix.read(at, sum(blocks)))


@given(st.integers(0, 99), st.integers(0, 2_000), st.integers(1, 900), BLOCKS)
def test_each_turn_of_a_loop_is_what_is_exported(
    seed: int, start: int, length: int, blocks: list[int]
) -> None:
    mix, loop = a_mixdown(seed), Span(start, start + length)
    course = Course(mix, start, loop=loop)
    once = mix.read(start, length)
    turns = sum(blocks) // length + 1
    assert np.array_equal(read(course, blocks), np.tile(once, turns)[: sum(blocks)])
    assert course.place_of(sum(blocks)) == start + sum(blocks) % length


@given(st.integers(0, 99), st.integers(0, LENGTH), BLOCKS)
def test_backwards_is_the_same_sound_turned_round(seed: int, at: int, blocks: list[int]) -> None:
    mix, count = a_mixdown(seed), sum(blocks)
    heard = read(Course(mix, at, backwards=True), blocks)
    assert np.array_equal(heard, mix.read(at - count, count)[::-1])


def test_places_are_known_for_what_was_heard_before_the_loop_changed() -> None:
    mix = a_mixdown(1)
    course = Course(mix, 100, loop=Span(100, 200))
    course.read(0, 150)
    course.load_at_turn(mix, Span(1_000, 1_050))
    course.read(150, 120)
    assert [course.place_of(n) for n in (50, 150, 199, 200, 249, 250)] == [
        150, 150, 199, 1_000, 1_049, 1_000
    ]  # fmt: skip


def test_a_loop_may_begin_inside_its_stretch() -> None:
    mix = a_mixdown(2)
    course = Course(mix, 150, loop=Span(100, 200))
    heard = course.read(0, 250)
    once = mix.read(100, 100)
    assert np.array_equal(heard, np.concatenate([once[50:], once, once]))
