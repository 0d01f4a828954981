"""Comps are made from the takes there are, kept like any take, and taken back in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio.comping import lossless
from studio.audio.decode import ingest
from studio.audio.peaks import Peaks, peaks_of
from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.comp import Cut
from studio.model.ids import TakeId, new_id
from studio.model.line import Line
from studio.model.span import SAMPLE_RATE, Span, samples_of
from studio.model.take import Recording, Take, WordTime, written_times
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.comping import Comping
from tests.audio.sounds import noise
from tests.builders import a_project, a_take, first_line


@dataclass
class Bench:
    """A project file whose first line has takes with a pause each, and the comping at work."""

    file: ProjectFile
    document: Document
    comping: Comping

    @property
    def line(self) -> Line:
        return first_line(self.document.project)

    @property
    def takes(self) -> tuple[Take, ...]:
        return self.document.project.takes.of(self.line.id, "en")

    @property
    def chosen(self) -> Take | None:
        return self.document.project.takes.circled(self.line, "en")

    def add(self, seconds: float, pause_at: float, *, fingerprint: str = "now") -> Take:
        """Another take of the first line, noise with a pause of 100 ms."""
        sound = noise(samples_of(seconds), seed=len(self.takes) + 1)
        sound[samples_of(pause_at) : samples_of(pause_at + 0.1)] = 0
        recording = Recording(lossless(sound), peaks_of(sound).to_bytes())
        take = replace(
            a_take(self.line, recording, made_at=float(len(self.takes))),
            length=len(sound),
            fingerprint=fingerprint,
        )
        self.document.record(take, recording)
        return take

    def samples(self, take: Take) -> np.ndarray:
        return ingest(self.file.media(take.media))


@contextmanager
def a_bench(tmp_path: Path) -> Iterator[Bench]:
    with ProjectFile.create(tmp_path / "ferry.understudy", a_project(lines=2)) as file:
        document = Document(file.project, DirectKeeper(file))
        comping = Comping(
            document, lambda key: ingest(file.media(key)), lambda line, language: "now"
        )
        yield Bench(file, document, comping)


async def test_a_cut_is_proposed_in_the_pauses_near_the_asked_place(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.9), bench.add(2.5, 1.3)
        cut = await bench.comping.propose(one, samples_of(1.1), two, samples_of(1.2))
        assert cut.first_end in Span(samples_of(0.9), samples_of(1.0))
        assert cut.second_start in Span(samples_of(1.3), samples_of(1.4))


async def test_without_a_place_in_the_second_take_the_same_share_of_it_is_taken(
    tmp_path: Path,
) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.95), bench.add(2.4, 1.15)
        cut = await bench.comping.propose(one, samples_of(1.0), two)
        assert cut.second_start in Span(samples_of(1.15), samples_of(1.25))


async def test_where_the_words_are_timed_the_second_take_is_cut_after_the_same_word(
    tmp_path: Path,
) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.95), bench.add(2.4, 0.4)
        timed = [
            replace(
                take,
                word_times=written_times(
                    (WordTime("One", 0, end), WordTime("two.", end + 50, 1800))
                ),
            )
            for take, end in ((one, 900.0), (two, 400.0))
        ]
        cut = await bench.comping.propose(timed[0], samples_of(1.0), timed[1])
        assert cut.second_start in Span(samples_of(0.4), samples_of(0.5))


async def test_a_comp_is_kept_like_any_take_and_chosen(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.9), bench.add(2.5, 1.3)
        cut = Cut(one, samples_of(0.95), two, samples_of(1.35))
        rendered = await bench.comping.render(cut)
        take = await bench.comping.keep(rendered, "Comp takes")
        assert bench.chosen == take
        assert take.length == samples_of(0.95) + samples_of(2.5) - samples_of(1.35)
        assert take.fingerprint == "now" and take.engine == "offline"
        sound = bench.samples(take)
        assert len(sound) == take.length
        assert np.allclose(sound, rendered.samples, atol=2**-22)
        assert Peaks.from_bytes(bench.file.peaks(take.media)).length == take.length
        assert np.allclose(
            sound[: samples_of(0.9)], bench.samples(one)[: samples_of(0.9)], atol=1e-6
        )
        assert np.allclose(
            sound[-samples_of(1.0) :], bench.samples(two)[-samples_of(1.0) :], atol=1e-6
        )


async def test_taking_a_comp_back_chooses_the_take_from_before_and_loses_nothing(
    tmp_path: Path,
) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.9), bench.add(2.5, 1.3)
        assert bench.chosen == two
        rendered = await bench.comping.render(Cut(one, SAMPLE_RATE, two, SAMPLE_RATE))
        take = await bench.comping.keep(rendered, "Comp takes")
        assert bench.document.undo_label == "Comp takes"
        bench.document.undo()
        assert bench.chosen == two
        assert [each.id for each in bench.takes] == [one.id, two.id, take.id]
        bench.document.redo()
        assert bench.chosen == take
        assert bench.document.undo_label == "Comp takes"


async def test_the_comp_and_what_it_is_made_of_are_there_when_the_file_is_opened_again(
    tmp_path: Path,
) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.9), bench.add(2.5, 1.3)
        rendered = await bench.comping.render(Cut(one, SAMPLE_RATE, two, SAMPLE_RATE))
        take = await bench.comping.keep(rendered, "Comp takes")
    with ProjectFile.open(tmp_path / "ferry.understudy") as file:
        line = first_line(file.project)
        assert file.project.takes.circled(line, "en") == take
        assert take.parts == (
            (one.id, Span(0, SAMPLE_RATE)),
            (two.id, Span(SAMPLE_RATE, two.length)),
        )
        assert file.media(take.media)


async def test_a_comp_is_comped_again_from_the_recordings_and_sounds_as_if_it_were_cut_itself(
    tmp_path: Path,
) -> None:
    with a_bench(tmp_path) as bench:
        one, two, three = bench.add(2.0, 0.5), bench.add(2.0, 1.0), bench.add(2.0, 1.5)
        first = await bench.comping.render(Cut(one, 24_000, two, 24_000))
        comp = await bench.comping.keep(first, "Comp takes")
        again = await bench.comping.render(Cut(comp, 72_000, three, 72_000))
        assert [take for take, _ in again.parts] == [one.id, two.id, three.id]
        late = await bench.comping.keep(again, "Comp takes")
        kept = bench.samples(comp)
        assert np.allclose(bench.samples(late)[:71_000], kept[:71_000], atol=2**-21)


async def test_a_cut_of_a_comp_is_made_anew_elsewhere(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.5), bench.add(2.0, 1.0)
        first = await bench.comping.render(Cut(one, 24_000, two, 24_000))
        comp = await bench.comping.keep(first, "Comp takes")
        moved = await bench.comping.render_again(comp, 0, 48_000, 47_000)
        direct = await bench.comping.render(Cut(one, 48_000, two, 47_000))
        assert moved.parts == direct.parts
        assert np.array_equal(moved.samples, direct.samples)
        with pytest.raises(EditRefused):
            await bench.comping.render_again(comp, 1, 48_000, 47_000)


async def test_a_take_that_is_locked_and_chosen_stays_chosen(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.5), bench.add(2.0, 1.0)
        locked = replace(two, locked=True)
        bench.document.edit("Lock take", bench.document.project.marking(locked))
        rendered = await bench.comping.render(Cut(one, 24_000, two, 24_000))
        take = await bench.comping.keep(rendered, "Comp takes")
        assert bench.chosen == locked
        assert take in bench.takes


async def test_a_line_that_went_away_meanwhile_gets_no_comp(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one, two = bench.add(2.0, 0.5), bench.add(2.0, 1.0)
        rendered = await bench.comping.render(Cut(one, 24_000, two, 24_000))
        project = bench.document.project
        bench.document.edit("Delete", project.with_episode(project.episodes[0].without([one.line])))
        with pytest.raises(EditRefused) as refused:
            await bench.comping.keep(rendered, "Comp takes")
        assert refused.value.problem is EditProblem.NO_SUCH_LINE


async def test_takes_of_different_words_make_a_stale_comp(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        one = replace(
            bench.add(2.0, 0.5, fingerprint="then"), said="Other words.", id=TakeId(new_id())
        )
        bench.document.record(one, None)
        two = bench.add(2.0, 1.0)
        rendered = await bench.comping.render(Cut(one, 24_000, two, 24_000))
        take = await bench.comping.keep(rendered, "Comp takes")
        assert take.fingerprint not in ("now", "then")
