"""Suspicious lines are found as takes come and change, and nothing is measured twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.comping import lossless
from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.audio.same_level import CEILING
from studio.document import Document
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.ids import LineId, MediaKey
from studio.model.line import Line
from studio.model.span import SAMPLE_RATE, samples_of
from studio.model.suspicion import Reason
from studio.model.take import Recording, Take
from studio.store.keeper import DirectKeeper
from studio.store.measured_takes import MeasuredTakes
from studio.store.project_file import ProjectFile
from studio.synthesis.suspects import AT_ONCE, Length, Suspects
from studio.synthesis.take_facts import TakeFactsBook
from tests.builders import a_project, a_take

Sound = NDArray[np.float32]


def speech(*, pitch: float = 120.0, level: float = 0.2, seconds: float = 1.5) -> Sound:
    """A buzz that swells four times a second, between two short silences."""
    time = np.arange(samples_of(seconds)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 12))
    swell = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    edges = np.clip(np.minimum(time, time[::-1]) / 0.03, 0.0, 1.0)
    pause = np.zeros(samples_of(0.1), np.float32)
    return np.concatenate((pause, (level * buzz * swell * edges).astype(np.float32), pause))


CUT = speech()[samples_of(0.22) :]


@dataclass
class Room:
    """A project file of six lines by three speakers, its suspects, and what was read of it."""

    file: ProjectFile
    document: Document
    suspects: Suspects
    read: list[MediaKey]
    told: list[frozenset[LineId]] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.document.project.episodes[0].spoken_lines

    def take(self, line: int, sound: Sound) -> Take:
        recording = Recording(lossless(sound), peaks_of(sound).to_bytes())
        take = replace(a_take(self.lines[line], recording), length=len(sound))
        self.document.record(take, recording)
        self.recordings.append(recording)
        return take

    def take_everywhere(self) -> None:
        for number in range(len(self.lines)):
            self.take(number, speech(seconds=1.2 + number / 20))

    def reasons(self, line: int) -> list[Reason]:
        return [each.reason for each in self.suspects.of_line(self.lines[line], "en")]

    def suspicious(self) -> list[int]:
        numbers = {line.id: number for number, line in enumerate(self.lines)}
        found = self.suspects.lines(self.document.project.episodes[0], "en")
        return [numbers[line] for line in found]


@contextmanager
def a_room(
    folder: Path,
    *,
    lines: int = 6,
    expects: Callable[[Line, Take], Length] = lambda line, take: Length(),
) -> Iterator[Room]:
    path = folder / "ferry.understudy"
    exists = path.exists()
    with ProjectFile.open(path) if exists else ProjectFile.create(path, a_project(lines)) as file:
        document = Document(file.project, DirectKeeper(file))
        read: list[MediaKey] = []

        def reading(key: MediaKey) -> bytes:
            read.append(key)
            return file.media(key)

        facts = TakeFactsBook(reading, MeasuredTakes(folder / "takes.sqlite", 1))
        suspects = Suspects(document, facts, expects)
        room = Room(file, document, suspects, read)
        suspects.listen(room.told.append)
        try:
            yield room
        finally:
            suspects.close()


async def test_a_take_that_is_cut_off_is_told_of_and_the_others_are_not(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.take_everywhere()
        room.take(2, CUT)
        await room.suspects.catch_up()
        assert room.suspicious() == [2]
        assert room.reasons(2) == [Reason.CLIPPED_START]
        assert any(room.lines[2].id in lines for lines in room.told)


async def test_a_better_take_clears_the_line_and_a_return_to_the_old_one_brings_it_back(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        bad = room.take(1, CUT)
        await room.suspects.catch_up()
        assert room.suspicious() == [1]
        room.take(1, speech())
        await room.suspects.catch_up()
        assert room.suspicious() == []
        assert [each.reason for each in room.suspects.of(bad)] == [Reason.CLIPPED_START]
        room.document.edit("Circle take", room.document.project.circling(bad))
        await room.suspects.catch_up()
        assert room.suspicious() == [1]


async def test_a_locked_take_was_decided_upon(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        bad = room.take(1, CUT)
        await room.suspects.catch_up()
        locked = replace(bad, locked=True)
        room.document.edit("Lock take", room.document.project.marking(locked))
        await room.suspects.catch_up()
        assert room.suspicious() == []
        assert room.suspects.of(locked)


async def test_a_take_that_was_marked_ok_was_decided_upon_and_a_newer_one_was_not(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        bad = room.take(1, CUT)
        await room.suspects.catch_up()
        project = room.document.project
        found = project.find_line(bad.line)
        assert found
        marked = project.with_line(found[1].approving(bad.language, bad.id))
        room.document.edit("Mark ok", marked)
        await room.suspects.catch_up()
        assert room.suspicious() == [] and room.suspects.of(bad)
        room.take(1, CUT)
        await room.suspects.catch_up()
        assert room.suspicious() == [1]


async def test_what_was_measured_is_not_read_again_when_the_project_is_opened_again(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        room.take_everywhere()
        room.take(2, CUT)
        await room.suspects.catch_up()
        assert len(room.read) == len(set(room.read)) == 7
    with a_room(tmp_path) as again:
        await again.suspects.catch_up()
        assert again.read == []
        assert again.suspicious() == [2]
        assert again.suspects.checked.done == again.suspects.checked.all == 7


async def test_a_sound_that_lines_share_is_measured_once_and_told_of_each(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        for number in range(4):
            room.take(number, CUT)
        await room.suspects.catch_up()
        assert len(room.read) == 1
        assert room.suspicious() == [0, 1, 2, 3]


async def test_all_takes_of_a_long_script_are_checked_by_and_by(tmp_path: Path) -> None:
    with a_room(tmp_path, lines=2 * AT_ONCE + 30) as room:
        same = [room.take(0, CUT)]
        for number in range(1, len(room.lines)):
            take = replace(a_take(room.lines[number], room.recordings[0]), length=len(CUT))
            room.document.record(take, None)
            same.append(take)
        await room.suspects.catch_up()
        assert room.suspicious() == list(range(len(room.lines)))
        assert all(room.suspects.is_checked(take) for take in same)


async def test_a_voice_that_is_not_the_usual_one_is_told_once_the_lane_is_known(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path, lines=18) as room:
        mine = range(0, 18, 3)  # the lines of one speaker
        for number in list(mine)[:-1]:
            room.take(number, speech(seconds=1.0 + number / 20))
        room.take(15, speech(pitch=200.0))
        await room.suspects.catch_up()
        assert room.suspicious() == [15]
        assert room.reasons(15) == [Reason.OTHER_PITCH]
        room.take(1, speech(pitch=200.0))  # somebody else
        await room.suspects.catch_up()
        assert room.suspicious() == [15]


async def test_a_level_is_held_against_the_lane_as_it_sounds_on_the_timeline(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path, lines=18) as room:
        for number in range(0, 15, 3):
            room.take(number, speech(seconds=1.0 + number / 20))
        room.take(15, speech(level=0.2 * 10 ** (-9 / 20)))
        await room.suspects.catch_up()
        assert room.reasons(15) == [Reason.LEVEL_JUMP]
        episode = room.document.project.episodes[0]
        line = room.lines[15].id
        timeline = episode.timeline("en")
        louder = timeline.placing(line, replace(timeline.placement(line), gain_db=9.0))
        project = room.document.project.with_episode(episode.with_timeline("en", louder))
        room.document.edit("Gain", project)
        await room.suspects.catch_up()
        assert room.suspicious() == []
        room.document.undo()
        await room.suspects.catch_up()
        assert room.reasons(15) == [Reason.LEVEL_JUMP]


async def test_lengths_are_held_against_what_is_expected_of_the_line(tmp_path: Path) -> None:
    expected = [Length(estimate_s=1.5, most_s=2.0)]
    with a_room(tmp_path, expects=lambda line, take: expected[0]) as room:
        room.take(0, speech(seconds=1.5))
        await room.suspects.catch_up()
        assert room.reasons(0) == []
        expected[0] = Length(estimate_s=3.0, most_s=1.2)
        room.suspects.look_again()
        await room.suspects.catch_up()
        assert room.reasons(0) == [Reason.TOO_LONG, Reason.FAR_FROM_ESTIMATE]


async def test_what_the_lengths_need_is_ready_before_takes_are_judged(tmp_path: Path) -> None:
    order: list[str] = []

    async def ready() -> None:
        order.append("ready")

    def expects(line: Line, take: Take) -> Length:
        order.append("asked")
        return Length()

    with a_room(tmp_path) as room:
        facts = TakeFactsBook(room.file.media, MeasuredTakes(tmp_path / "others.sqlite", 1))
        suspects = Suspects(room.document, facts, expects, ready=ready)
        room.take(0, speech())
        await suspects.catch_up()
        suspects.close()
        assert order[0] == "ready" and "asked" in order


async def test_a_sound_that_cannot_be_had_is_told_as_damaged(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.take(0, speech())

        def lost(key: MediaKey) -> bytes:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, "file", key)

        facts = TakeFactsBook(lost, MeasuredTakes(tmp_path / "others.sqlite", 1))
        suspects = Suspects(room.document, facts, lambda line, take: Length())
        await suspects.catch_up()
        suspects.close()
        (found,) = suspects.of_line(room.lines[0], "en")
        assert found.reason is Reason.DAMAGED


async def test_the_next_suspicious_line_follows_the_one_in_hand_and_begins_again_at_the_end(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        room.take_everywhere()
        for number in (1, 4):
            room.take(number, CUT)
        await room.suspects.catch_up()
        episode = room.document.project.episodes[0]
        ids = [line.id for line in room.lines]
        following = room.suspects.following
        assert following(episode, "en", None) == ids[1]
        assert following(episode, "en", ids[1]) == ids[4]
        assert following(episode, "en", ids[2]) == ids[4]
        assert following(episode, "en", ids[4]) == ids[1]


async def test_an_episode_without_suspects_has_no_next_one(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.take_everywhere()
        await room.suspects.catch_up()
        assert room.suspects.following(room.document.project.episodes[0], "en", None) is None


async def test_a_line_that_is_deleted_and_brought_back_is_suspicious_again(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.take(1, CUT)
        await room.suspects.catch_up()
        project = room.document.project
        gone = project.episodes[0].without([room.lines[1].id])
        room.document.edit("Delete", project.with_episode(gone))
        await room.suspects.catch_up()
        assert room.suspicious() == []
        room.document.undo()
        await room.suspects.catch_up()
        assert room.suspicious() == [1]


async def test_lines_that_are_gone_do_not_count_for_their_lane(tmp_path: Path) -> None:
    with a_room(tmp_path, lines=30) as room:
        mine = list(range(0, 30, 3))  # the lines of one speaker
        for number in mine[:5]:
            room.take(number, speech(seconds=1.0 + number / 20))
        for number in mine[5:]:
            room.take(number, speech(pitch=200.0, seconds=1.0 + number / 20))
        gone = [room.lines[number].id for number in mine[1:5]]
        kept = room.lines[mine[0]]
        await room.suspects.catch_up()
        project = room.document.project
        room.document.edit("Delete", project.with_episode(project.episodes[0].without(gone)))
        room.suspects.look_again()
        await room.suspects.catch_up()
        assert [each.reason for each in room.suspects.of_line(kept, "en")] == [Reason.OTHER_PITCH]


async def test_checking_that_was_cancelled_goes_on_where_it_was(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.take_everywhere()
        room.take(3, CUT)
        work = asyncio.ensure_future(room.suspects.keep_up())
        await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
        await room.suspects.catch_up()
        assert room.suspicious() == [3]
        assert room.suspects.checked.done == 7


async def test_takes_that_come_meanwhile_are_checked_without_being_asked_for(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        heard = asyncio.Event()
        room.suspects.listen(lambda lines: heard.set())
        work = asyncio.ensure_future(room.suspects.keep_up())
        room.take(0, CUT)
        await asyncio.wait_for(heard.wait(), 60)
        while not room.suspicious():
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
        assert room.suspicious() == [0]


async def test_takes_are_compared_at_one_level_without_being_read_again(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        takes = [room.take(0, speech(level=level)) for level in (0.05, 0.2, 0.1)]
        facts = TakeFactsBook(room.file.media, MeasuredTakes(tmp_path / "others.sqlite", 1))
        gains = await facts.gains(takes)
        heard = [gain * level for gain, level in zip(gains, (0.05, 0.2, 0.1), strict=True)]
        assert max(heard) / min(heard) < 1.01
        peaks = [np.abs(ingest(room.file.media(take.media))).max() for take in takes]
        assert all(peak * gain <= CEILING + 1e-3 for peak, gain in zip(peaks, gains, strict=True))


async def test_a_take_that_cannot_be_heard_keeps_its_level_in_a_comparison(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        takes = [room.take(0, speech()), room.take(0, np.zeros(SAMPLE_RATE, np.float32))]
        facts = TakeFactsBook(room.file.media, MeasuredTakes(tmp_path / "others.sqlite", 1))
        assert (await facts.gains(takes))[1] == 1.0
