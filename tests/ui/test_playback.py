"""What sounds: the mixdown follows the document, plays are answered, little is decoded ahead."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from studio.audio.arriving import ArrivingSound
from studio.audio.beds import BedSounds
from studio.audio.decoded import DecodedTakes
from studio.errors import EngineUnreachable, ProjectFileError, ProjectFileProblem
from studio.model.bed import Bed, BedKind
from studio.model.episode import Episode
from studio.model.ids import BedId, EpisodeId, MediaKey, new_id
from studio.model.lane import Lane
from studio.model.line import LineKind, new_line
from studio.model.project import Project
from studio.model.sound_format import SoundFormat
from studio.model.span import Span, samples_of
from studio.ui.looping import Loop, PreRoll
from studio.ui.notices import Place
from studio.ui.playback import Playback
from tests.audio.media_files import wave
from tests.builders import a_project, a_recording, a_take
from tests.ui.stage import Stage, a_stage, until


@dataclass
class Desk:
    stage: Stage
    playback: Playback
    heard: list[str] = field(default_factory=list)

    def mix(self, start: int, frames: int) -> NDArray[np.float32]:
        """What the loudspeaker would be given."""
        return self.stage.transport._loaded.read(start, frames)

    def span(self, index: int) -> Span:
        line = self.stage.lines[index].id
        clips = self.playback._fetching.standby.clips
        return next(clip.timeline_span for clip in clips if clip.line == line)


@asynccontextmanager
async def a_desk(
    folder: Path,
    project: Project | None = None,
    sounds: DecodedTakes | None = None,
    stage: Stage | None = None,
) -> AsyncIterator[Desk]:
    stage = stage or a_stage(folder, project)
    if sounds is None:
        await stage.voice()
    playback = Playback(
        stage.document,
        stage.selection,
        sounds or stage.sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
        beds=BedSounds(folder / "beds", lambda key: b"", folder),
    )
    await until(lambda: playback._arranging is None)
    try:
        yield Desk(stage, playback)
    finally:
        playback.close()
        await stage.close()


async def test_the_episode_is_loaded_and_sounds(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        transport = desk.stage.transport
        first = desk.span(0)
        assert transport.length > desk.span(2).end
        desk.playback.play_from(0)
        assert transport.playing
        assert np.abs(desk.mix(first.start, 960)).max() > 0.1
        assert not desk.mix(0, first.start).any()


async def test_a_line_is_played_from_its_beginning_and_lit(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage, line = desk.stage, desk.stage.lines[1].id
        desk.playback.play_line(line)
        await until(lambda: stage.transport.playing)
        assert stage.transport.position == desk.span(1).start
        desk.playback.follow(stage.transport.position)
        assert stage.selection.playing_line == line
        desk.playback.follow(desk.span(1).end)
        assert stage.selection.playing_line is None
        stage.transport.pause()
        desk.playback.follow(desk.span(1).start)
        assert stage.selection.playing_line is None


async def test_a_line_without_a_take_says_so_and_nothing_plays(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        take = stage.takes(stage.lines[0])[0]
        stage.document.edit("Discard", stage.project.marking(replace(take, discarded=True)))
        desk.playback.play_line(stage.lines[0].id)
        await until(lambda: stage.said)
        assert stage.said[0].place is Place.STATUS and "no take" in stage.said[0].text
        assert not stage.transport.playing


async def test_the_newest_wish_wins(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        first, last = desk.stage.lines[0].id, desk.stage.lines[2].id
        desk.playback.play_line(first)
        desk.playback.play_line(last)
        await until(lambda: desk.stage.transport.playing)
        await until(lambda: len(asyncio.all_tasks()) == 1)
        assert desk.stage.transport.position == desk.span(2).start


async def test_a_take_plays_alone_and_ends(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        desk.playback.play_from(0)
        take = stage.takes(stage.lines[0])[0]
        desk.playback.play_take(take.id)
        await until(lambda: stage.preview.playing)
        assert not stage.transport.playing and stage.preview.length == take.length
        stage.clock.now += 10.0
        await until(lambda: not stage.preview.playing)


class Audition:
    """A sound that arrives in pieces of 100 ms, each when the test wants it."""

    def __init__(self) -> None:
        self.sound = ArrivingSound(SoundFormat("pcm", 48_000))
        self.closed = False
        self._wanted = asyncio.Semaphore(0)

    def send(self, pieces: int) -> None:
        for _ in range(pieces):
            self._wanted.release()

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            for _ in range(5):
                await self._wanted.acquire()
                yield b"\x00\x20" * 4_800
        finally:
            self.closed = True


async def test_a_line_that_is_only_to_be_heard_ends_with_it(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage, span = desk.stage, desk.span(1)
        desk.playback.hear_line(stage.lines[1].id)
        await until(lambda: stage.transport.playing)
        assert stage.transport.position == span.start
        stage.clock.now += 60.0
        desk.playback.poll()
        assert not stage.transport.playing and stage.transport.position == span.end


async def test_a_sound_alone_tells_its_place_and_another_begins_where_it_is_told(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        one, other = np.zeros(96_000, np.float32), np.ones(96_000, np.float32)
        desk.playback.play_samples(one)
        stage.clock.now += 0.5
        assert desk.playback.place_in(one) == 24_000 and desk.playback.place_in(other) is None
        desk.playback.play_samples(other, at=24_000, gain=0.5)
        assert desk.playback.place_in(other) == 24_000 and desk.playback.place_in(one) is None
        assert stage.preview._loaded.read(24_000, 2).tolist() == [0.5, 0.5]
        stage.clock.now += 60.0
        await until(lambda: not stage.preview.playing)
        assert desk.playback.place_in(other) is None


async def test_an_audition_is_heard_while_it_arrives(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage, audition = desk.stage, Audition()
        desk.playback.play_from(0)
        task = desk.playback.play_arriving(audition.sound, audition.pieces())
        assert not stage.transport.playing and stage.preview.playing
        stage.clock.now += 3.0  # the service thinks
        await asyncio.sleep(0)
        audition.send(2)
        await until(lambda: len(audition.sound.samples) == 9_600)
        await until(lambda: stage.preview.position == 0)  # it began anew
        assert stage.preview._loaded.read(0, 9_600).all()
        audition.send(3)
        await task
        assert audition.sound.whole and stage.preview.playing
        stage.clock.now += 3.0
        await until(lambda: not stage.preview.playing)


async def test_the_next_audition_takes_the_place_of_the_one_before(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        first, second = Audition(), Audition()
        desk.playback.play_arriving(first.sound, first.pieces())
        first.send(2)
        await until(lambda: len(first.sound.samples))
        task = desk.playback.play_arriving(second.sound, second.pieces())
        second.send(5)
        await task
        assert first.closed and not first.sound.whole
        assert desk.stage.preview.plays(second.sound)


async def test_a_cancelled_audition_is_silent(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        audition = Audition()
        task = desk.playback.play_arriving(audition.sound, audition.pieces())
        audition.send(2)
        await until(lambda: len(audition.sound.samples))
        task.cancel()
        await asyncio.wait((task,))
        assert audition.closed and not desk.stage.preview.playing


async def test_an_audition_that_fails_says_so_and_plays_out(qapp: object, tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"\x00\x20" * 4_800
        raise EngineUnreachable("far")

    async with a_desk(tmp_path) as desk:
        stage, sound = desk.stage, Audition().sound
        task = desk.playback.play_arriving(sound, breaking())
        await asyncio.wait((task,))
        await until(lambda: stage.said)
        assert stage.preview.length == 4_800
        stage.clock.now += 1.0
        await until(lambda: not stage.preview.playing)


async def test_a_take_played_meanwhile_is_not_interrupted_by_the_audition(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        audition = Audition()
        task = desk.playback.play_arriving(audition.sound, audition.pieces())
        desk.playback.play_samples(np.zeros(48_000, np.float32))
        audition.send(5)
        await task
        assert desk.stage.preview.playing and desk.stage.preview.length == 48_000
        assert audition.sound.whole


async def test_closing_ends_an_audition(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        audition = Audition()
        desk.playback.play_arriving(audition.sound, audition.pieces())
        audition.send(2)
        await until(lambda: len(audition.sound.samples))
        preview = desk.stage.preview
    assert audition.closed and not preview.playing


async def test_playing_the_episode_silences_a_single_take(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        desk.playback.play_samples(np.zeros(48_000, np.float32))
        assert stage.preview.playing
        desk.playback.toggle()
        desk.playback.follow(stage.transport.position)
        assert stage.transport.playing and not stage.preview.playing


async def test_the_line_in_hand_loops_until_told_otherwise(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        stage.selection.select_line(stage.lines[1].id)
        desk.playback.set_pre_roll(PreRoll.NONE)
        desk.playback.start_loop(Loop((stage.lines[1].id,)))
        span = desk.span(1)
        stage.clock.now += 10.0
        stage.transport.poll()
        assert stage.transport.playing and stage.transport.position in span
        desk.playback.stop_looping()
        stage.clock.now += 10.0
        stage.transport.poll()
        assert not stage.transport.playing


async def test_a_moved_clip_sounds_where_it_is_now(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage, place = desk.stage, samples_of(3.0)
        episode = stage.project.episodes[0]
        pinned = episode.with_timeline("en", episode.timeline("en").pin(stage.lines[2].id, place))
        desk.playback.play_from(0)
        stage.document.edit("Pin", stage.project.with_episode(pinned))
        await until(lambda: desk.span(2).start == place)
        assert stage.transport.playing
        await until(lambda: desk.mix(place, 480).any())


async def test_a_running_loop_follows_its_line_at_the_next_turn(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        stage, playback, place = desk.stage, desk.playback, samples_of(3.0)
        line, before = stage.lines[1].id, desk.span(1)
        playback.set_pre_roll(PreRoll.NONE)
        playback.start_loop(Loop((line,)))
        stage.clock.now += 0.01
        episode = stage.project.episodes[0]
        pinned = episode.with_timeline("en", episode.timeline("en").pin(line, place))
        stage.document.edit("Pin", stage.project.with_episode(pinned))
        await until(lambda: desk.span(1).start == place)
        assert playback.position in before and stage.transport.looping == desk.span(1)
        stage.clock.now += before.length / 48_000
        playback.poll()
        assert playback.position in desk.span(1)


async def test_typing_does_not_arrange_again(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage, loads = desk.stage, []
        desk.playback.loaded.connect(lambda: loads.append(1))
        changed = stage.lines[0].saying("en", "Something else.")
        stage.document.edit("Edit line", stage.project.with_line(changed))
        assert desk.playback._arranging is None
        paused = replace(changed, pause_after_ms=2_000)
        stage.document.edit("Pause", stage.project.with_line(paused))
        await until(lambda: loads)
        assert desk.span(1).start - desk.span(0).end == samples_of(2.0)


async def test_another_episode_or_language_begins_at_its_start(
    qapp: object, tmp_path: Path
) -> None:
    project = a_project(lines=2, languages=("en", "zh"), episodes=2)
    async with a_desk(tmp_path, project) as desk:
        stage = desk.stage
        desk.playback.play_from(desk.span(1).start)
        stage.selection.select_episode(project.episodes[1].id)
        assert not stage.transport.playing and stage.transport.position == 0
        await until(lambda: stage.transport.length == 0)
        stage.selection.select_episode(project.episodes[0].id)
        await until(lambda: stage.transport.length > 0)
        stage.selection.select_language("zh")
        await until(lambda: stage.transport.length == 0)


async def test_takes_that_come_in_are_heard_without_asking(qapp: object, tmp_path: Path) -> None:
    async with a_desk(tmp_path, a_project(lines=8), _nothing_yet(tmp_path)) as desk:
        assert desk.stage.transport.length == 0
        desk.playback._sounds = desk.stage.sounds
        await desk.stage.voice()
        await until(lambda: len(desk.playback._fetching.standby.clips) == 8)
        assert np.abs(desk.mix(desk.span(0).start, 480)).max() > 0.1


def _nothing_yet(folder: Path) -> DecodedTakes:
    return DecodedTakes(folder / "none", dict[MediaKey, bytes]().__getitem__)


async def test_a_damaged_take_is_silent_told_once_and_the_others_sound(
    qapp: object, tmp_path: Path
) -> None:
    project = a_project(lines=3)
    longer = project.episodes[0].spoken_lines[1].saying("en", "These words make a longer sound.")
    stage = a_stage(tmp_path, project.with_line(longer))
    await stage.voice()
    broken = stage.takes(stage.lines[1])[0].media
    read = stage.file.media

    def media(key: MediaKey) -> bytes:
        if key == broken:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, "ferry", key)
        return read(key)

    stage.sounds = DecodedTakes(tmp_path / "fresh", media)
    playback = Playback(
        stage.document,
        stage.selection,
        stage.sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
    )
    await until(lambda: stage.transport.length and len(stage.said) == 1)
    desk = Desk(stage, playback)
    desk.playback.play_line(stage.lines[1].id)
    await until(lambda: stage.transport.playing)
    assert not desk.mix(desk.span(1).start, desk.span(1).length).any()
    assert desk.mix(desk.span(2).start, 960).any()
    assert len(stage.said) == 1 and "sound of a take is missing" in stage.said[0].text
    playback.close()
    await stage.close()


def a_long_project(clips: int, seconds_each: float = 2.0) -> tuple[Project, int]:
    """An episode of so many clips, each take a sound of its own, and the samples of a take."""
    project = a_project(lines=0)
    who = project.cast.characters
    length = samples_of(seconds_each)
    lines = [
        new_line(LineKind.DIALOGUE, {"en": f"Line {n}."}, character=who[n % 3].id)
        for n in range(clips)
    ]
    episode = Episode(EpisodeId(new_id()), 1, "Long", tuple(lines))
    takes = {}
    recording = a_recording(20)
    for n, line in enumerate(lines):
        take = a_take(line, recording)
        takes[line.id] = (replace(take, media=MediaKey(f"{n:064x}"), length=length),)
    project = replace(project, episodes=(episode,))
    return replace(project, takes=replace(project.takes, by_line=takes)), length


class _Counted:
    """Decoded takes that count what is asked of them."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.asked: list[MediaKey] = []

    def samples(self, key: MediaKey) -> NDArray[np.float32]:
        self.asked.append(key)
        return np.full(self.length, 0.25, np.float32)


class _Slow(_Counted):
    """Decoded takes that come once the test lets them."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.open = threading.Event()
        self.open.set()

    def samples(self, key: MediaKey) -> NDArray[np.float32]:
        assert self.open.wait(30)
        return super().samples(key)


@asynccontextmanager
async def a_slow_desk(folder: Path) -> AsyncIterator[tuple[Desk, _Slow]]:
    """A long episode that plays from its start, with no take beyond ready or coming."""
    project, length = a_long_project(400)
    sounds: Any = _Slow(length)
    stage = a_stage(folder)
    stage.document.edit("Import", project)
    stage.selection.select_episode(project.episodes[0].id)
    async with a_desk(folder, sounds=sounds, stage=stage) as desk:
        desk.playback.play_from(0)
        await until(lambda: stage.transport.playing and not desk.playback._fetching.busy)
        sounds.open.clear()
        try:
            yield desk, sounds
        finally:
            sounds.open.set()


async def test_seeking_while_playing_waits_for_what_is_not_decoded_yet(
    qapp: object, tmp_path: Path
) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        playback, transport, far = desk.playback, desk.stage.transport, desk.span(300).start
        playback.seek(far)
        assert (playback.playing, playback.position) == (True, far)
        assert not transport.playing
        desk.stage.clock.now += 5.0
        playback.poll()
        assert playback.position == far
        sounds.open.set()
        await until(lambda: transport.playing)
        assert playback.position == far and desk.mix(far + 480, 480).all()


async def test_the_newest_place_is_played_when_several_are_waited_for(
    qapp: object, tmp_path: Path
) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        playback, transport = desk.playback, desk.stage.transport
        places = [desk.span(line).start for line in (350, 200, 300)]
        for place in places:
            playback.seek(place)
        sounds.open.set()
        await until(lambda: transport.playing)
        assert playback.position == places[-1]
        await until(lambda: not playback._fetching.busy)
        assert (playback.playing, playback.position) == (True, places[-1])


async def test_a_place_that_is_ready_is_played_at_once_though_another_was_waited_for(
    qapp: object, tmp_path: Path
) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        playback, transport = desk.playback, desk.stage.transport
        playback.seek(desk.span(300).start)
        playback.seek(0)
        assert transport.playing and playback.position == 0
        sounds.open.set()
        await until(lambda: not playback._fetching.busy)
        assert transport.playing and playback.position == 0


async def test_pausing_while_it_waits_stays_where_it_would_have_played(
    qapp: object, tmp_path: Path
) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        playback, far = desk.playback, desk.span(300).start
        playback.seek(far)
        playback.toggle()
        assert (playback.playing, playback.position) == (False, far)
        sounds.open.set()
        await until(lambda: not playback._fetching.busy)
        assert (playback.playing, playback.position) == (False, far)
        playback.toggle()
        await until(lambda: desk.stage.transport.playing)
        assert playback.position == far and desk.mix(far + 480, 480).all()


async def test_a_loop_begins_when_its_line_is_ready(qapp: object, tmp_path: Path) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        stage, span = desk.stage, desk.span(300)
        stage.selection.select_line(stage.lines[300].id)
        desk.playback.set_pre_roll(PreRoll.NONE)
        desk.playback.start_loop(Loop((stage.lines[300].id,)))
        assert (desk.playback.playing, desk.playback.position) == (True, span.start)
        assert not stage.transport.playing
        sounds.open.set()
        await until(lambda: stage.transport.playing)
        stage.clock.now += 30.0
        desk.playback.poll()
        assert stage.transport.playing and stage.transport.position in span


async def test_seeking_while_paused_stays_paused(qapp: object, tmp_path: Path) -> None:
    async with a_slow_desk(tmp_path) as (desk, sounds):
        playback, far = desk.playback, desk.span(300).start
        playback.toggle()
        playback.seek(far)
        assert (playback.playing, playback.position) == (False, far)
        sounds.open.set()
        await until(lambda: not playback._fetching.busy)
        assert not playback.playing and desk.mix(far + 480, 480).all()


@pytest.mark.timeout(60)
async def test_ten_thousand_clips_sound_soon_and_never_stop_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project, length = a_long_project(10_000)
    sounds: Any = _Counted(length)
    stage = a_stage(tmp_path)
    longest, running = 0.0, True

    async def breathe() -> None:
        nonlocal longest
        while running:
            began = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - began)

    stage.document.edit("Import", project)
    stage.selection.select_episode(project.episodes[0].id)
    breathing = asyncio.ensure_future(breathe())
    playback = Playback(
        stage.document,
        stage.selection,
        sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
    )
    await until(lambda: stage.transport.length)
    assert len(sounds.asked) < 60
    desk = Desk(stage, playback)
    far = desk.span(7_000).start
    playback.play_line(desk.stage.lines[7_000].id)
    await until(lambda: stage.transport.playing)
    assert stage.transport.position == far and desk.mix(far + 4_800, 480).all()
    await until(lambda: not playback._fetching.busy)
    assert len(sounds.asked) < 200
    assert len(playback._fetching.standby._held) < 80
    running = False
    await breathing
    assert longest < 0.25
    playback.close()
    await stage.close()


def with_beds(stage: Stage, *names: str) -> None:
    """Music below the episode in hand, from its beginning on, linked by these names."""
    episode = stage.project.episode(stage.selection.episode)
    for name in names:
        episode = episode.with_bed(Bed(BedId(name), BedKind.MUSIC, name, path=name))
    stage.document.edit("Beds", stage.project.with_episode(episode))


async def test_music_is_heard_once_it_is_decoded(qapp: object, tmp_path: Path) -> None:
    music = wave(tmp_path / "rain.wav", np.full((400_000, 2), 0.125, np.float32))
    async with a_desk(tmp_path) as desk:
        length = desk.stage.transport.length
        with_beds(desk.stage, music.name)
        await until(lambda: desk.stage.transport.length > length)
        heard = desk.mix(1_000, 100)
        assert heard.shape == (100, 2) and (heard == 0.125).all()
        assert desk.stage.transport.length == 400_000


async def test_music_that_cannot_be_read_is_told_once_and_the_voices_are_heard(
    qapp: object, tmp_path: Path
) -> None:
    (tmp_path / "rain.wav").write_bytes(b"nothing to hear " * 40)
    async with a_desk(tmp_path) as desk:
        with_beds(desk.stage, "rain.wav", "gone.wav")
        await until(lambda: len(desk.stage.said) == 2)
        desk.playback.arrange_soon()
        await until(lambda: desk.playback._arranging is None)
        assert len(desk.stage.said) == 2
        assert np.abs(desk.mix(desk.span(0).start, 960)).max() > 0.1


async def test_a_lane_that_is_set_is_heard_at_once_and_its_looks_are_not(
    qapp: object, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        who = stage.lines[0].character
        start = desk.span(0).start
        stage.document.edit("Pan", stage.project.with_lane(who, Lane(pan=1.0)))
        await until(lambda: desk.mix(start, 960).ndim == 2)
        heard = desk.mix(start, 960)
        assert not heard[:, 0].any() and heard[:, 1].any()
        standby = desk.playback._fetching.standby
        stage.document.edit("Paint", stage.project.with_lane(who, Lane(pan=1.0, colour="#123456")))
        assert desk.playback._arranging is None and desk.playback._fetching.standby is standby
        stage.document.edit("Mute", stage.project.with_lane(who, Lane(pan=1.0, muted=True)))
        await until(lambda: not desk.mix(start, 960).any())
