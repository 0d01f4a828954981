"""A long sample becomes several short ones without a word cut in two where there are pauses."""

from __future__ import annotations

from pathlib import Path

from studio.audio.samples.silences import levels_of_edit
from studio.casting.samples.splitting import split
from studio.model.sample import SampleRules
from tests.audio.samples.sounds_to_cut import a_source, spoken, surveys_of
from tests.audio.sounds import tone

SECOND = 48_000
SHORT = SampleRules(least_s=10.0, most_s=60.0, most=10)


def test_a_long_sample_is_split_in_its_pauses(tmp_path: Path) -> None:
    source = a_source(tmp_path, spoken(*[("tone", 17), ("quiet", 1)] * 8))
    surveys = surveys_of(source)
    whole = source.whole()
    parts = split(whole, levels_of_edit(whole, surveys), SHORT)
    assert len(parts) == 3
    assert all(10.0 <= part.seconds <= 60.0 for part in parts)
    assert sum(part.length for part in parts) == whole.length
    for part in parts[:-1]:
        place = part.pieces[-1].source_span.end / SECOND % 18
        assert 17 < place < 18


def test_a_sample_without_pauses_is_split_all_the_same(tmp_path: Path) -> None:
    source = a_source(tmp_path, tone(61 * SECOND))
    whole = source.whole()
    parts = split(whole, levels_of_edit(whole, surveys_of(source)), SHORT)
    assert [10.0 <= part.seconds <= 60.0 for part in parts] == [True, True]


def test_what_is_too_much_for_all_parts_is_left_out_at_the_end(tmp_path: Path) -> None:
    source = a_source(tmp_path, tone(80 * SECOND))
    whole = source.whole()
    rules = SampleRules(least_s=10.0, most_s=30.0, most=2)
    parts = split(whole, levels_of_edit(whole, surveys_of(source)), rules)
    assert len(parts) == 2 and all(10.0 <= part.seconds <= 30.0 for part in parts)
    assert sum(part.seconds for part in parts) > 58


def test_what_fits_or_is_too_short_is_not_split(tmp_path: Path) -> None:
    source = a_source(tmp_path, tone(12 * SECOND))
    whole = source.whole()
    levels = levels_of_edit(whole, surveys_of(source))
    assert split(whole, levels, SHORT) == (whole,)
    assert split(whole, levels, SampleRules(least_s=8.0, most_s=10.0, most=9)) == (whole,)
