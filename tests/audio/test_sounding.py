"""Clips as they were cut, stretched and coloured: heard the same wherever one begins to read."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.audio.arrangement import PlacedBed, arrange, sounding_length
from studio.audio.effects.presets import EFFECTS, HALL, ROOM, TELEPHONE, tail_of
from studio.audio.sounding import soundings
from studio.audio.standby import Standby, arrange_in_passing
from studio.audio.tempo import stretched
from studio.audio.treatment import UNTREATED, Treatment, coloured
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, CharacterId, LineId, MediaKey
from studio.model.lane import Lane
from studio.model.layout import Clip
from studio.model.span import Span
from studio.model.timeline import NO_EFFECT
from tests.audio.sounds import noise, tone

TAKE = 24_000
LENGTH = 120_000


@cache
def fetch(key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
    """Takes of noise; those whose name begins with a t are tones."""
    take = tone(TAKE) if key.startswith("t") else noise(TAKE, seed=int(key))
    return coloured(stretched(take, treatment.tempo), treatment)


def lane(clip: Clip) -> str:
    return clip.lane


def a_clip(start: int, source: Span, *, media: str = "1", line: str = "l1", **more: object) -> Clip:
    tempo = more.get("tempo", 1.0)
    assert isinstance(tempo, float)
    length = source.played_at(tempo).length
    clip = Clip(
        LineId(line),
        CharacterId("mia"),
        MediaKey(media),
        Span(start, start + length),
        source,
        False,
        0.0,
        False,
    )
    return replace(clip, **more)  # pyright: ignore[reportArgumentType] -- fields by name


def heard(clips: list[Clip], **lanes: Lane) -> NDArray[np.float32]:
    return arrange(clips, lane, fetch, LENGTH, lanes=lanes).read(0, LENGTH)


lanes = st.dictionaries(
    st.sampled_from(["mia", "tom", ""]),
    st.builds(
        Lane,
        gain_db=st.sampled_from([0.0, -6.0]),
        pan=st.sampled_from([0.0, 0.0, -1.0, 0.3]),
        muted=st.booleans(),
        soloed=st.booleans(),
        effect=st.sampled_from(["", TELEPHONE, ROOM]),
    ),
)
clips = st.lists(
    st.builds(
        lambda start, first, length, who, rising, tempo, effect, seed: a_clip(
            start,
            Span(first, min(first + length, TAKE)),
            media=str(seed),
            line=f"l{start}",
            character=CharacterId(who) if who else None,
            fade_in=min(rising, length // 2),
            tempo=tempo,
            effect=effect,
        ),
        st.integers(-2_000, LENGTH),
        st.integers(0, TAKE - 2_000),
        st.integers(2_000, TAKE),
        st.sampled_from(["mia", "tom", ""]),
        st.integers(0, 3_000),
        st.sampled_from([1.0, 1.0, 0.8, 1.25]),
        st.sampled_from(["", "", NO_EFFECT, HALL, *EFFECTS]),
        st.integers(0, 3),
    ),
    max_size=5,
)
beds = st.lists(
    st.builds(
        lambda n, start, cut, rising, duck, soloed: PlacedBed(
            Bed(
                BedId(f"b{n}"),
                BedKind.MUSIC,
                "music",
                start=start,
                source_span=cut,
                fade_in=rising,
                duck_db=duck,
                soloed=soloed,
            ),
            noise(2 * LENGTH, seed=n).reshape(LENGTH, 2),
        ),
        st.integers(0, 9),
        st.integers(-3_000, LENGTH),
        st.sampled_from([None, Span(5_000, 60_000), Span(100_000, LENGTH + 9_000)]),
        st.integers(0, 5_000),
        st.sampled_from([0.0, 12.0]),
        st.booleans(),
    ),
    max_size=2,
)
borders = st.lists(st.integers(0, LENGTH), max_size=6).map(lambda cuts: sorted({0, *cuts, LENGTH}))


@settings(deadline=None, max_examples=60)
@given(clips, lanes, beds, borders)
def test_loudspeaker_and_export_read_the_very_same_samples(
    clips: list[Clip], lanes: dict[str, Lane], beds: list[PlacedBed], borders: list[int]
) -> None:
    whole = arrange(clips, lane, fetch, LENGTH, lanes=lanes, beds=beds).read(0, LENGTH)
    standby = Standby(clips, lane, fetch, LENGTH, lanes=lanes, beds=beds)
    assert standby.get_ready(0) == []
    passing = arrange_in_passing(clips, lane, fetch, LENGTH, lanes=lanes, beds=beds)
    for mixdown in (standby.mixdown, passing):
        blocks = [mixdown.read(a, b - a) for a, b in itertools.pairwise(borders)]
        assert np.concatenate(blocks).tobytes() == whole.tobytes()


@pytest.mark.parametrize("tempo", [1.0, 0.83, 1.37])
@pytest.mark.parametrize("effect", ["", TELEPHONE, ROOM])
def test_a_clip_that_was_only_split_sounds_as_before(tempo: float, effect: str) -> None:
    common = {"tempo": tempo, "effect": effect}
    whole = a_clip(1_000, Span(2_000, 20_000), **common)
    first = a_clip(1_000, Span(2_000, 9_001), **common)
    second = a_clip(first.timeline_span.end, Span(9_001, 20_000), piece=1, **common)
    assert heard([first, second]).tobytes() == heard([whole]).tobytes()


def test_pieces_that_were_moved_apart_begin_and_end_without_a_click() -> None:
    first = a_clip(0, Span(0, 10_030), media="tone")
    second = a_clip(15_000, Span(10_030, TAKE), media="tone", piece=1)
    moved = heard([first, second])
    assert abs(np.diff(moved, prepend=0)).max() < 0.03
    assert not moved[10_030:15_000].any()


def test_a_trimmed_clip_sounds_only_where_it_was_left() -> None:
    moved = heard([a_clip(5_000, Span(3_000, 9_000))])
    whole = heard([a_clip(2_000, Span(0, TAKE))])
    assert not moved[:5_000].any() and not moved[11_000:].any()
    np.testing.assert_array_equal(moved[5_200:10_800], whole[5_200:10_800])


def test_a_hall_rings_on_behind_its_clip_and_nothing_of_what_was_cut_off_is_in_it() -> None:
    quiet = a_clip(0, Span(0, 12_000), media="tone", effect=HALL)
    ringing = heard([quiet])
    assert np.abs(ringing[12_000:20_000]).max() > 0.001
    (sounding,) = soundings([quiet], lane)
    assert sounding.end == 12_000 + tail_of(HALL)
    assert sounding.spoken == Span(0, 12_000)
    later = heard([a_clip(0, Span(12_000, TAKE), media="tone", effect=HALL)])
    assert abs(later[0]) < 0.01


def test_a_clip_keeps_its_own_effect_and_takes_its_lanes_when_it_has_none() -> None:
    plain = a_clip(0, Span(0, TAKE))
    phone = heard([replace(plain, effect=TELEPHONE)])
    assert heard([plain], mia=Lane(effect=TELEPHONE)).tobytes() == phone.tobytes()
    own = replace(plain, effect=TELEPHONE)
    assert heard([own], mia=Lane(effect=ROOM)).tobytes() == phone.tobytes()
    bare = replace(plain, effect=NO_EFFECT)
    assert heard([bare], mia=Lane(effect=ROOM)).tobytes() == heard([plain]).tobytes()


def test_a_lane_has_its_gain_and_a_muted_one_is_silent_but_there() -> None:
    clip = a_clip(0, Span(0, TAKE), media="tone")
    np.testing.assert_allclose(
        heard([clip], mia=Lane(gain_db=-20.0)), heard([clip]) * 0.1, atol=1e-6
    )
    muted = arrange([clip], lane, fetch, LENGTH, lanes={"mia": Lane(muted=True)})
    assert muted.lanes == ("mia",) and not muted.read(0, LENGTH).any()


def test_while_one_is_soloed_the_others_are_not_in_the_mix_but_in_their_stems() -> None:
    mia = a_clip(0, Span(0, TAKE))
    tom = replace(mia, character=CharacterId("tom"), media=MediaKey("2"), line=LineId("l2"))
    mixdown = arrange([mia, tom], lane, fetch, LENGTH, lanes={"tom": Lane(soloed=True)})
    assert mixdown.read(0, LENGTH).tobytes() == heard([tom]).tobytes()
    assert [piece.lane for piece in mixdown.pieces(0, LENGTH)] == [0, 1]


def a_bed(**more: object) -> PlacedBed:
    bed = Bed(BedId("b1"), BedKind.MUSIC, "music")
    steady = np.full((LENGTH, 2), 0.25, np.float32)
    return PlacedBed(replace(bed, **more), steady)  # pyright: ignore[reportArgumentType] -- by name


def test_a_soloed_bed_silences_the_voices_and_a_soloed_voice_the_beds() -> None:
    clip = a_clip(0, Span(0, TAKE))
    alone = arrange([clip], lane, fetch, LENGTH, beds=[a_bed(soloed=True)]).read(0, LENGTH)
    assert (alone[500:1_000] == 0.25).all()
    soloed = {"mia": Lane(soloed=True)}
    voice = arrange([clip], lane, fetch, LENGTH, lanes=soloed, beds=[a_bed()])
    assert voice.channels == 1 and voice.read(0, LENGTH).tobytes() == heard([clip]).tobytes()


def test_a_bed_steps_back_only_for_voices_that_are_heard() -> None:
    clip = a_clip(50_000, Span(0, TAKE), media="tone")
    duck = a_bed(duck_db=20.0)
    low = arrange([clip], lane, fetch, LENGTH, beds=[duck])
    (piece,) = low.bed_pieces(60_000, 100)
    np.testing.assert_allclose(piece.samples, 0.025, rtol=1e-5)
    for muted in ([replace(clip, muted=True)], []):
        (piece,) = arrange(muted, lane, fetch, LENGTH, beds=[duck]).bed_pieces(60_000, 100)
        assert (piece.samples == 0.25).all()


def test_what_sounds_beyond_the_timeline_makes_it_longer() -> None:
    clip = a_clip(0, Span(0, TAKE))
    assert sounding_length(TAKE, [clip], lane) == TAKE
    assert sounding_length(TAKE, [replace(clip, effect=HALL)], lane) == TAKE + tail_of(HALL)
    assert sounding_length(TAKE, [clip], lane, beds=[a_bed(start=10)]) == LENGTH + 10
    cut = a_bed(start=10, source_span=Span(5, 15))
    assert sounding_length(0, [], lane, beds=[cut]) == 20


def test_a_bed_shorter_than_what_was_cut_of_it_sounds_as_far_as_it_goes() -> None:
    placed = a_bed(source_span=Span(LENGTH - 100, LENGTH + 500))
    assert placed.used == Span(LENGTH - 100, LENGTH)
    gone = a_bed(source_span=Span(LENGTH + 100, LENGTH + 500))
    mixdown = arrange([], lane, fetch, LENGTH, beds=[gone])
    assert gone.used.length == 0 and mixdown.channels == 1


@pytest.mark.parametrize("effect", ["", TELEPHONE, HALL])
def test_a_clip_without_length_is_silent_and_troubles_nobody(effect: str) -> None:
    nothing = a_clip(1_000, Span(500, 500), effect=effect)
    assert not heard([nothing]).any()
    beyond = a_clip(1_000, Span(TAKE + 10, TAKE + 20), effect=effect)
    assert np.abs(heard([beyond])).max() < 1e-6


def test_a_clip_that_begins_before_the_timeline_is_heard_from_there_on() -> None:
    early = heard([a_clip(-5_000, Span(0, TAKE))])
    whole = heard([a_clip(0, Span(0, TAKE))])
    assert early[: TAKE - 5_000].tobytes() == whole[5_000:TAKE].tobytes()
