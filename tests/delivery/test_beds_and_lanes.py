"""A delivery of lanes that were set and of beds: what is mixed, what adds up, what is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio.beds import BedSounds
from studio.audio.effects.presets import HALL, TELEPHONE, tail_of
from studio.audio.export import turned_down
from studio.audio.loudness import measure
from studio.audio.panning import pan_gains
from studio.delivery.deliver import deliver
from studio.delivery.order import Order
from studio.errors import AudioError, AudioProblem, DeliveryError, DeliveryProblem
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.lane import Lane
from studio.model.project import Project
from studio.model.span import seconds
from studio.model.timeline import Placement
from tests.audio.media_files import wave
from tests.audio.sounds import noise
from tests.delivery.test_deliver import a_production, only, whole_numbers

MUSIC = 200_000


def with_bed(project: Project, folder: Path, **more: object) -> Project:
    """The project with music below its first episode, from half a second on."""
    path = folder / "music.wav"
    if not path.exists():
        wave(path, noise(2 * MUSIC, level=0.1).reshape(MUSIC, 2))
    bed = Bed(BedId("b1"), BedKind.MUSIC, "Rain", path=str(path), start=24_000, duck_db=9.0)
    bed = replace(bed, **more)  # pyright: ignore[reportArgumentType] -- fields by name
    return project.with_episode(project.episodes[0].with_bed(bed))


def with_lane(project: Project, number: int, lane: Lane) -> Project:
    return project.with_lane(project.cast.characters[number].id, lane)


def beds(folder: Path) -> BedSounds:
    return BedSounds(folder / ".cache", lambda key: b"", folder)


def test_beds_are_left_out_unless_they_are_ordered(tmp_path: Path) -> None:
    project, samples = a_production()
    plain = only(deliver(project, Order(tmp_path, mix_pattern="plain"), samples))
    bedded = with_bed(project, tmp_path)
    order = Order(tmp_path, stems=True)
    episode = only(deliver(bedded, order, samples, beds=beds(tmp_path)))
    assert episode.mix.read_bytes() == plain.mix.read_bytes()
    assert episode.beds == () and episode.beds_stem is None and len(episode.stems) == 3


@pytest.mark.parametrize("format", ["wav", "flac"])
@pytest.mark.parametrize("bits", [16, 24])
def test_stems_and_beds_add_up_to_the_mix(tmp_path: Path, format: str, bits: int) -> None:
    project, samples = a_production()
    project = with_lane(with_bed(project, tmp_path), 0, Lane(pan=-0.3, gain_db=-3.0))
    order = Order(tmp_path, stems=True, stereo_stems=True, beds=True, format=format, bit_depth=bits)
    episode = only(deliver(project, order, samples, beds=beds(tmp_path)))
    parts = [*episode.stems.values(), episode.beds_stem]
    total = np.sum([whole_numbers(path, bits) for path in parts], axis=0)
    mix = whole_numbers(episode.mix, bits)
    assert mix.shape[1] == 2 and (total == mix).all()
    assert whole_numbers(episode.beds_stem, bits).any()
    (told,) = episode.beds
    assert told.in_mix and told.error is None and told.bed.name == "Rain"


def test_mono_stems_add_up_once_each_is_put_where_its_lane_is(tmp_path: Path) -> None:
    project, samples = a_production()
    project = with_lane(project, 0, Lane(pan=1.0))
    project = with_lane(project, 1, Lane(pan=-0.6))
    episode = only(deliver(project, Order(tmp_path, stems=True), samples))
    mix = whole_numbers(episode.mix, 24)
    total = np.zeros_like(mix)
    for character in project.cast:
        stem = whole_numbers(episode.stems[character.name], 24).astype(np.int32)
        for channel, side in enumerate(pan_gains(project.lane(character.id).pan)):
            total[:, channel] += turned_down(stem, side)
    assert (total == mix).all()
    assert [lane.lane.pan for lane in episode.lanes] == [1.0, -0.6]


def test_a_muted_lane_is_silent_in_mix_and_stem_and_told(tmp_path: Path) -> None:
    project, samples = a_production()
    before = only(deliver(project, Order(tmp_path, stems=True, overwrite=True), samples))
    stems = {name: path.read_bytes() for name, path in before.stems.items()}
    muted = with_lane(project, 1, Lane(muted=True))
    report = deliver(muted, Order(tmp_path, stems=True, overwrite=True), samples)
    episode = only(report)
    names = [character.name for character in project.cast]
    for name, path in episode.stems.items():
        if name == names[1]:
            assert not whole_numbers(path, 24).any()
        else:
            assert path.read_bytes() == stems[name]
    total = np.sum([whole_numbers(path, 24) for path in episode.stems.values()], axis=0)
    assert (total == whole_numbers(episode.mix, 24)).all()
    assert report.unheard == (names[1],)


def test_a_soloed_lane_is_alone_in_the_mix_and_the_stems_stay_as_they_were(tmp_path: Path) -> None:
    project, samples = a_production()
    before = only(deliver(project, Order(tmp_path, stems=True, overwrite=True), samples))
    stems = {name: path.read_bytes() for name, path in before.stems.items()}
    soloed = with_lane(project, 2, Lane(soloed=True))
    report = deliver(soloed, Order(tmp_path, stems=True, overwrite=True), samples)
    episode = only(report)
    assert {name: path.read_bytes() for name, path in episode.stems.items()} == stems
    names = [character.name for character in project.cast]
    alone = whole_numbers(episode.stems[names[2]], 24)
    assert (whole_numbers(episode.mix, 24) == alone).all()
    assert report.unheard == tuple(names[:2])


def test_a_bed_that_cannot_be_read_is_left_out_and_told_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    project, samples = a_production()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film " * 100)
    bad = with_bed(project, tmp_path, id=BedId("b2"), path=str(broken), name="Film")
    project = with_bed(bad, tmp_path)
    order = Order(tmp_path, stems=True, beds=True)
    report = deliver(project, order, samples, beds=beds(tmp_path))
    episode = only(report)
    first, second = episode.beds
    assert first.bed.name == "Film" and not first.in_mix
    assert isinstance(first.error, AudioError)
    assert first.error.problem is AudioProblem.UNDECODABLE
    assert second.in_mix and whole_numbers(episode.beds_stem, 24).any()
    assert report.silent_beds == (first,)


def test_a_bed_of_another_language_is_not_in_it(tmp_path: Path) -> None:
    project, samples = a_production()
    project = with_bed(project, tmp_path, languages=("zh",))
    order = Order(tmp_path, stems=True, beds=True)
    episode = only(deliver(project, order, samples, beds=beds(tmp_path)))
    assert episode.beds == () and episode.beds_stem is None
    assert whole_numbers(episode.mix, 24).ndim == 1


def test_everything_is_as_long_as_what_sounds_longest(tmp_path: Path) -> None:
    project, samples = a_production(2)
    plain = only(deliver(project, Order(tmp_path, overwrite=True), samples))
    line = project.episodes[0].spoken_lines[-1]
    timeline = project.episodes[0].timeline("en").placing(line.id, Placement(effect=HALL))
    ringing = project.with_episode(project.episodes[0].with_timeline("en", timeline))
    hall = only(deliver(ringing, Order(tmp_path, stems=True, overwrite=True), samples))
    assert hall.duration == plain.duration - 1.0 + seconds(tail_of(HALL))
    assert len({len(whole_numbers(path, 24)) for path in (hall.mix, *hall.stems.values())}) == 1
    assert hall.lines[-1].effect == HALL and hall.lines[0].effect == ""
    assert whole_numbers(hall.mix, 24)[-48_000:].any()


def test_a_line_by_itself_is_coloured_as_in_its_lane_and_rings_out(tmp_path: Path) -> None:
    project, samples = a_production(2)
    plain = only(deliver(project, Order(tmp_path, lines=True, overwrite=True), samples))
    first = whole_numbers(plain.lines[0].file, 24)
    who = project.episodes[0].spoken_lines[0].character
    lane = Lane(effect=TELEPHONE, muted=True, pan=1.0)
    coloured = project.with_lane(who, lane)
    found = only(deliver(coloured, Order(tmp_path, lines=True, overwrite=True), samples))
    heard = whole_numbers(found.lines[0].file, 24)
    assert heard.shape == first.shape and heard.any() and (heard != first).any()
    assert found.lines[0].effect == TELEPHONE
    ringing = project.with_lane(who, Lane(effect=HALL))
    hall = only(deliver(ringing, Order(tmp_path, lines=True, overwrite=True), samples))
    assert len(whole_numbers(hall.lines[0].file, 24)) == len(first) + tail_of(HALL)


def test_a_clip_that_was_made_faster_is_delivered_so_and_told(tmp_path: Path) -> None:
    project, samples = a_production(1)
    line = project.episodes[0].spoken_lines[0]
    timeline = project.episodes[0].timeline("en").placing(line.id, Placement(tempo=1.25))
    faster = project.with_episode(project.episodes[0].with_timeline("en", timeline))
    episode = only(deliver(faster, Order(tmp_path, lines=True), samples))
    take = project.takes.circled(line, "en")
    assert take and len(whole_numbers(episode.lines[0].file, 24)) == round(take.length / 1.25)
    assert episode.lines[0].tempo == 1.25


def test_the_loudness_asked_for_is_that_of_voices_and_beds_together(tmp_path: Path) -> None:
    project, samples = a_production()
    project = with_bed(project, tmp_path)
    order = Order(tmp_path, beds=True, loudness=-20.0)
    episode = only(deliver(project, order, samples, beds=beds(tmp_path)))
    assert measure(episode.mix).integrated_lufs == pytest.approx(episode.loudness, abs=0.15)


@pytest.mark.parametrize("format", ["mp3", "m4a", "ogg"])
def test_beds_are_delivered_in_every_format(tmp_path: Path, format: str) -> None:
    project, samples = a_production(2)
    project = with_bed(project, tmp_path)
    order = Order(tmp_path, stems=True, beds=True, format=format)
    episode = only(deliver(project, order, samples, beds=beds(tmp_path)))
    assert episode.mix.stat().st_size and episode.beds_stem.stat().st_size
    assert episode.beds_stem.suffix == f".{format}"


def test_the_stem_of_the_beds_takes_nobodys_name(tmp_path: Path) -> None:
    project, samples = a_production()
    called = replace(project.cast.characters[0], name="Beds")
    project = replace(with_bed(project, tmp_path), cast=project.cast.replacing(called))
    order = Order(tmp_path, stems=True, beds=True)
    with pytest.raises(DeliveryError) as caught:
        deliver(project, order, samples, beds=beds(tmp_path))
    assert caught.value.problem is DeliveryProblem.COLLISION
