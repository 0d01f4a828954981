"""A delivery read back: what sounds where, what adds up, and what is left when it fails."""

from __future__ import annotations

import re
import weakref
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from studio.audio.decode import ingest
from studio.audio.loudness import measure
from studio.audio.sounding import Fetch
from studio.audio.treatment import UNTREATED, Treatment
from studio.delivery.deliver import Watch, deliver
from studio.delivery.order import Order
from studio.delivery.planning import refuse_unnameable
from studio.delivery.report import DeliveredEpisode, Report
from studio.errors import (
    DeliveryError,
    DeliveryProblem,
    ProjectFileError,
    ProjectFileProblem,
)
from studio.model.ids import LineId, MediaKey
from studio.model.line import Line
from studio.model.project import Project
from studio.model.span import SAMPLE_RATE, samples_of
from studio.model.take import Recording, Take
from tests.audio.sounds import fetching
from tests.builders import a_project, a_recording, a_take


def a_production(lines: int = 6, episodes: int = 1) -> tuple[Project, Fetch]:
    """A project with a tone of its own length and pitch for each line, and its sounds."""
    project = a_project(lines=lines, episodes=episodes)
    sounds: dict[MediaKey, NDArray[np.float32]] = {}
    for number, (_, line) in enumerate(list(project.lines)):
        if line.spoken:
            recording = a_recording(150 + 40 * number, pitch=200.0 + 30 * number)
            project = project.recording(a_long_take(line, recording, sounds))
    return project, fetching(sounds)


def a_long_take(
    line: Line, recording: Recording, sounds: dict[MediaKey, NDArray[np.float32]]
) -> Take:
    samples = ingest(recording.data)
    sounds[recording.key] = samples
    return replace(a_take(line, recording), length=len(samples))


def only(report: Report) -> Any:
    """The one episode of a report; its files are known to be there."""
    (episode,) = report.episodes
    return episode


def whole_numbers(path: Path, bits: int) -> NDArray[np.int64]:
    samples, rate = soundfile.read(path, dtype="int32")
    assert rate == SAMPLE_RATE
    return np.asarray(samples, np.int64) >> (32 - bits)


def everything(folder: Path, **more: Any) -> Order:
    return Order(folder=folder, stems=True, lines=True, subtitles=("srt", "vtt", "ass"), **more)


@pytest.mark.parametrize("format", ["wav", "flac"])
@pytest.mark.parametrize("bits", [16, 24])
def test_stems_of_full_length_add_up_to_the_mix(tmp_path: Path, format: str, bits: int) -> None:
    project, samples = a_production()
    order = Order(tmp_path, stems=True, format=format, bit_depth=bits)
    episode = only(deliver(project, order, samples))
    mix = whole_numbers(episode.mix, bits)
    stems = [whole_numbers(path, bits) for path in episode.stems.values()]
    assert len(stems) == 3 and len(mix) == samples_of(episode.duration)
    assert {len(stem) for stem in stems} == {len(mix)}
    assert mix.any() and (np.sum(stems, axis=0) == mix).all()


def test_flac_holds_the_same_samples_as_wav(tmp_path: Path) -> None:
    project, samples = a_production()
    wav, flac = tmp_path / "wav", tmp_path / "flac"
    for folder in (wav, flac):
        folder.mkdir()
        deliver(project, everything(folder, format=folder.name), samples)
    files = sorted(wav.glob("*.wav"))
    assert len(files) == 1 + 3 + 6
    for file in files:
        other = whole_numbers(flac / f"{file.stem}.flac", 24)
        assert (whole_numbers(file, 24) == other).all()


def test_every_line_sounds_where_the_report_says(tmp_path: Path) -> None:
    project, samples = a_production()
    episode = only(deliver(project, everything(tmp_path), samples))
    mix, _ = soundfile.read(episode.mix, dtype="float32")
    heard = _stretches(np.asarray(mix, np.float32))
    assert len(heard) == len(episode.lines) == 6
    for (start, end), line in zip(heard, episode.lines, strict=True):
        assert start == pytest.approx(line.start, abs=0.005)
        assert end == pytest.approx(line.end, abs=0.005)
        alone, _ = soundfile.read(line.file, dtype="float32")
        assert len(alone) == samples_of(line.end) - samples_of(line.start)


def _stretches(mix: NDArray[np.float32]) -> list[tuple[float, float]]:
    """Where something is to be heard, in seconds; silence shorter than 50 ms joins."""
    loud = np.flatnonzero(np.abs(mix) > 0.005)
    breaks = np.flatnonzero(np.diff(loud) > SAMPLE_RATE // 20)
    starts = [loud[0], *loud[breaks + 1]]
    ends = [*loud[breaks], loud[-1]]
    return [(s / SAMPLE_RATE, e / SAMPLE_RATE) for s, e in zip(starts, ends, strict=True)]


def test_subtitle_times_are_those_of_the_report(tmp_path: Path) -> None:
    project, samples = a_production()
    episode = only(deliver(project, everything(tmp_path), samples))
    assert _srt_times(episode) == [(f"{x.start:.3f}", f"{x.end:.3f}") for x in episode.lines]
    for path in episode.subtitles.values():
        assert "Words of line 3." in path.read_text(encoding="utf-8")


def _srt_times(episode: DeliveredEpisode) -> list[tuple[str, str]]:
    text = episode.subtitles["srt"].read_text(encoding="utf-8")
    found = re.findall(r"(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)", text)
    times = []
    for row in found:
        h1, m1, s1, ms1, h2, m2, s2, ms2 = map(int, row)
        times.append(
            (
                f"{h1 * 3600 + m1 * 60 + s1 + ms1 / 1000:.3f}",
                f"{h2 * 3600 + m2 * 60 + s2 + ms2 / 1000:.3f}",
            )
        )
    return times


@pytest.mark.parametrize("format", ["mp3", "m4a", "ogg"])
def test_compressed_files_play_for_the_right_time(tmp_path: Path, format: str) -> None:
    project, samples = a_production(lines=3)
    order = Order(tmp_path, stems=True, lines=True, format=format)
    episode = only(deliver(project, order, samples))
    decoded = ingest(episode.mix.read_bytes(), source=episode.mix.name)
    assert len(decoded) / SAMPLE_RATE == pytest.approx(episode.duration, abs=0.1)
    assert np.abs(decoded).max() > 0.1
    for path in (*episode.stems.values(), *(line.file for line in episode.lines)):
        assert len(ingest(path.read_bytes(), source=path.name)) > 0
    assert {path.suffix for path in tmp_path.iterdir()} == {f".{format}"}


def test_the_mix_reaches_the_loudness_asked_for(tmp_path: Path) -> None:
    project, samples = a_production()
    order = Order(tmp_path, stems=True, loudness=-23.0)
    episode = only(deliver(project, order, samples))
    assert episode.loudness == pytest.approx(-23.0, abs=0.1)
    assert measure(episode.mix).integrated_lufs == pytest.approx(-23.0, abs=0.3)
    stems = [whole_numbers(path, 24) for path in episode.stems.values()]
    assert (np.sum(stems, axis=0) == whole_numbers(episode.mix, 24)).all()


def test_a_line_without_a_take_is_reported_and_the_rest_delivered(tmp_path: Path) -> None:
    project, samples = a_production(lines=4)
    lost = project.episodes[0].spoken_lines[1]
    (take,) = project.takes.of(lost.id, "en")
    report = deliver(project.marking(replace(take, discarded=True)), everything(tmp_path), samples)
    assert [line.id for line in report.missing] == [lost.id]
    episode = only(report)
    missing = next(line for line in episode.lines if line.id == lost.id)
    assert (missing.start, missing.end, missing.file) == (None, None, None)
    assert len(_srt_times(episode)) == 3


def test_a_line_with_nothing_to_say_is_not_missing(tmp_path: Path) -> None:
    project, samples = a_production(lines=3)
    project = a_project_with_a_silent_line(project)
    assert deliver(project, everything(tmp_path), samples).missing == ()


def test_a_line_that_sounds_as_before_is_reported_and_its_subtitle_is_what_one_hears(
    tmp_path: Path,
) -> None:
    project, samples = a_production(lines=3)
    first, second, _ = project.episodes[0].spoken_lines
    project = project.with_line(second.saying("en", "Written anew."))
    heard = {(second.id, "en"): "Words as they were.", (first.id, "zh"): "no matter"}
    report = deliver(project, everything(tmp_path), samples, heard=heard)
    (stale,) = report.stale
    assert (stale.id, stale.text, stale.heard) == (
        second.id,
        "Written anew.",
        "Words as they were.",
    )
    for path in only(report).subtitles.values():
        text = path.read_text(encoding="utf-8")
        assert "Words as they were." in text and "Written anew." not in text


def a_project_with_a_silent_line(project: Project) -> Project:
    episode = project.episodes[0]
    line = episode.spoken_lines[0]
    silent = replace(line, id=LineId("zzzzzzzz"), text={"en": "  "})
    return project.with_episode(episode.inserting(2, [silent]))


def test_two_files_of_one_name_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    project, samples = a_production(episodes=2)
    order = Order(tmp_path, mix_pattern="{language}_mix")
    for work in (
        lambda: deliver(project, order, samples),
        lambda: refuse_unnameable(project, order),
    ):
        with pytest.raises(DeliveryError) as caught:
            work()
        assert caught.value.problem is DeliveryProblem.COLLISION
    assert not list(tmp_path.iterdir())


def test_names_are_refused_while_no_line_has_a_take_yet(tmp_path: Path) -> None:
    order = Order(tmp_path, mix=False, lines=True, line_pattern="{character}")
    with pytest.raises(DeliveryError) as caught:
        refuse_unnameable(a_project(lines=4), order)
    assert caught.value.problem is DeliveryProblem.COLLISION


def test_characters_whose_names_look_alike_in_files_can_be_told_apart_by_id(tmp_path: Path) -> None:
    project, samples = a_production()
    first, second, *_ = project.cast
    project = project.with_character(replace(first, name="A/B"))
    project = project.with_character(replace(second, name="A:B"))
    order = Order(tmp_path, stems=True)
    with pytest.raises(DeliveryError):
        deliver(project, order, samples)
    deliver(project, replace(order, stem_pattern="{character}_{id}"), samples)
    assert (tmp_path / f"A_B_{first.id}.wav").exists()


def test_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path: Path) -> None:
    project, samples = a_production()
    kept = tmp_path / "01_en_mix.wav" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    with pytest.raises(DeliveryError) as caught:
        deliver(project, Order(tmp_path, overwrite=True), samples)
    assert caught.value.problem is DeliveryProblem.UNWRITABLE
    assert kept.read_text() == "mine"


def test_existing_files_are_replaced_only_when_that_is_allowed(tmp_path: Path) -> None:
    project, samples = a_production()
    old = tmp_path / "01_en_mix.wav"
    old.write_bytes(b"old")
    with pytest.raises(DeliveryError) as caught:
        deliver(project, Order(tmp_path), samples)
    assert caught.value.problem is DeliveryProblem.EXISTS and old.read_bytes() == b"old"
    deliver(project, Order(tmp_path, overwrite=True), samples)
    assert old.stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == [old.name]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    project, samples = a_production()
    with pytest.raises(DeliveryError) as caught:
        deliver(project, Order(tmp_path / "gone"), samples)
    assert caught.value.problem is DeliveryProblem.NO_FOLDER
    assert caught.value.path == str(tmp_path / "gone")


@pytest.mark.parametrize("at", [0.0, 0.3, 0.7])
def test_a_cancelled_delivery_leaves_the_folder_as_it_was(tmp_path: Path, at: float) -> None:
    project, samples = a_production()
    old = tmp_path / "01_en_mix.wav"
    old.write_bytes(b"old")
    done: list[float] = []
    watch = Watch(done.append, lambda: bool(done) and done[-1] >= at)
    with pytest.raises(CancelledError):
        deliver(project, everything(tmp_path, overwrite=True), samples, watch=watch)
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_progress_rises_to_one(tmp_path: Path) -> None:
    project, samples = a_production(episodes=2)
    seen: list[float] = []
    deliver(project, everything(tmp_path), samples, watch=Watch(seen.append))
    assert seen == sorted(seen) and seen[-1] == pytest.approx(1.0) and len(seen) > 8


def test_a_take_whose_sound_is_gone_stops_the_delivery_and_nothing_is_left(tmp_path: Path) -> None:
    project, samples = a_production()
    last = project.takes.circled(project.episodes[0].spoken_lines[-1], "en")
    assert last

    def failing(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        if key == last.media:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, "ferry", key)
        return samples(key)

    with pytest.raises(ProjectFileError):
        deliver(project, everything(tmp_path), failing)
    assert not list(tmp_path.iterdir())


def test_few_takes_are_open_at_a_time_however_many_there_are(tmp_path: Path) -> None:
    project = a_project(lines=300)
    living: list[weakref.ref[NDArray[np.float32]]] = []
    most = 0

    def samples(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        nonlocal most
        sound = np.full(960, 0.1, np.float32)
        living.append(weakref.ref(sound))
        most = max(most, sum(ref() is not None for ref in living))
        return sound

    for number, line in enumerate(project.episodes[0].spoken_lines):
        take = replace(a_take(line, a_recording(20)), media=MediaKey(f"{number:064x}"), length=960)
        project = project.recording(take)
    deliver(project, Order(tmp_path, stems=True), samples)
    assert len(living) >= 300 and most < 200


def test_nothing_spoken_is_nothing_to_deliver(tmp_path: Path) -> None:
    project = a_project(lines=0)
    with pytest.raises(DeliveryError) as caught:
        deliver(project, Order(tmp_path), fetching({}))
    assert caught.value.problem is DeliveryProblem.NOTHING_TO_DELIVER


def test_who_allowed_a_voice_goes_along_with_what_it_speaks(tmp_path: Path) -> None:
    project, samples = a_production(lines=4, episodes=2)
    mine = next(line for _, line in project.lines if line.spoken)

    def consents(take: Take) -> str:
        return "voice: Mara\nspeaker: Maria\n" if take.line == mine.id else ""

    order = Order(tmp_path, overwrite=True)
    first, second = deliver(project, order, samples, consents=consents).episodes
    assert first.consents == tmp_path / "01_en_consents.txt" and second.consents is None
    assert first.consents.read_text() == "voice: Mara\nspeaker: Maria\n"
    with pytest.raises(DeliveryError) as there:
        deliver(project, Order(tmp_path, mix=False), samples, consents=consents)
    assert there.value.problem is DeliveryProblem.EXISTS


def test_each_consent_is_told_once_and_a_silent_episode_has_none(tmp_path: Path) -> None:
    project, samples = a_production(lines=6)
    (episode,) = deliver(project, Order(tmp_path), samples, consents=lambda take: "x\n").episodes
    assert episode.consents and episode.consents.read_text() == "x\n"
    bare = a_project(lines=6)
    (silent,) = deliver(bare, Order(tmp_path), samples, consents=lambda take: "x\n").episodes
    assert silent.consents is None
