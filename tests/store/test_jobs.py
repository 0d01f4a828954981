"""Jobs go on after any interruption, and end with their take."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from studio.model.ids import new_id
from studio.model.line import Line
from studio.store.jobs import Job, JobState
from studio.store.project_file import ProjectFile
from tests.builders import (
    a_fingerprint,
    a_project,
    a_project_file,
    a_recording,
    a_take,
    first_line,
)


def a_job(line: Line, *, made_at: float = 1.0) -> Job:
    return Job(new_id(), line.id, "en", a_fingerprint(line), made_at=made_at)


def states(file: ProjectFile) -> list[JobState]:
    return [job.state for job in file.jobs.all()]


def test_a_job_goes_from_waiting_to_speaking_to_its_end(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        jobs = [a_job(line) for line in file.project.episodes[0].spoken_lines]
        file.jobs.enter(jobs, [])
        assert file.jobs.unfinished() == tuple(jobs)
        first, second, third = (job.id for job in jobs)
        assert file.jobs.claim(first)
        assert not file.jobs.claim(first)
        assert file.jobs.finish(first)
        assert not file.jobs.finish(first)
        assert file.jobs.claim(second)
        assert file.jobs.fail(second, "no such voice")
        assert [job.id for job in file.jobs.unfinished()] == [third]
        assert file.jobs.all()[1].reason == "no such voice"
        assert file.jobs.claim(third)
        assert file.jobs.put_back(third)
        file.jobs.forget([first, third])
        assert states(file) == [JobState.FAILED]
        assert not file.jobs.claim("unknown")


def test_what_was_being_spoken_waits_again_after_reopening(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    jobs = [a_job(line) for line in file.project.episodes[0].spoken_lines]
    file.jobs.enter(jobs, [])
    file.jobs.claim(jobs[1].id)
    file.close()
    with ProjectFile.open(file.path) as reopened:
        assert reopened.jobs.unfinished() == tuple(jobs)


def test_what_was_sent_to_a_service_that_bills_is_unsure_after_reopening(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    jobs = [a_job(line) for line in file.project.episodes[0].spoken_lines]
    file.jobs.enter(jobs, [])
    sent, ordered, waiting = (job.id for job in jobs)
    file.jobs.claim(sent, sent_at=7.0)
    file.jobs.claim(ordered, sent_at=8.0)
    file.jobs.ordered(ordered, "order-7")
    file.close()
    with ProjectFile.open(file.path) as reopened:
        (unsure,) = reopened.jobs.unsure()
        assert (unsure.id, unsure.sent_at) == (sent, 7.0)
        assert unsure.reason == "the program ended before the answer came"
        found = {job.id: job.ticket for job in reopened.jobs.unfinished()}
        assert found == {ordered: "order-7", waiting: ""}
        assert reopened.jobs.finish(sent)
        assert reopened.jobs.unsure() == ()


def test_a_job_that_was_surely_not_billed_waits_again(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    job = a_job(first_line(file.project))
    file.jobs.enter([job], [])
    file.jobs.claim(job.id, sent_at=7.0)
    assert file.jobs.put_back(job.id)
    file.close()
    with ProjectFile.open(file.path) as reopened:
        assert reopened.jobs.unfinished() == (job,)


def test_a_lost_answer_is_remembered_until_its_take_is_there(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        line = first_line(file.project)
        job = a_job(line)
        file.jobs.enter([job], [])
        file.jobs.claim(job.id, sent_at=7.0)
        assert file.jobs.lose(job.id, "the answer was cut off")
        assert file.jobs.unsure()[0].reason == "the answer was cut off"
        recording = a_recording()
        file.keep(file.project.recording(a_take(line, recording)), [recording])
        assert states(file) == [JobState.READY]


def test_a_stored_take_ends_its_job_in_the_same_write(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(3)) as file:
        one, other, _ = file.project.episodes[0].spoken_lines
        stale = replace(a_job(one), fingerprint="of older words")
        file.jobs.enter([stale, a_job(one), a_job(other)], [])
        file.jobs.claim(file.jobs.all()[1].id)
        recording = a_recording()
        with closing(sqlite3.connect(file.path)) as other_connection:
            version = "PRAGMA data_version"
            writes = other_connection.execute(version).fetchone()
            file.keep(file.project.recording(a_take(one, recording)), [recording])
            assert other_connection.execute(version).fetchone()[0] == writes[0] + 1
        assert states(file) == [JobState.WAITING, JobState.READY, JobState.WAITING]


def test_a_take_ends_one_job_so_that_several_readings_can_be_asked_for(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        line = first_line(file.project)
        file.jobs.enter([a_job(line, made_at=2.0), a_job(line, made_at=3.0)], [])
        assert states(file) == [JobState.WAITING] * 2
        second = file.jobs.all()[1]
        file.jobs.claim(second.id)
        recording = a_recording(20, pitch=777)
        file.keep(file.project.recording(a_take(line, recording)), [recording])
        assert states(file) == [JobState.WAITING, JobState.READY]


def test_jobs_and_edits_at_the_same_time_do_not_hinder_each_other(tmp_path: Path) -> None:
    import threading

    with a_project_file(tmp_path, a_project(30)) as file:
        jobs = [a_job(line) for line in file.project.episodes[0].spoken_lines]
        file.jobs.enter(jobs, [])

        def work() -> None:
            for job in jobs:
                assert file.jobs.claim(job.id)
                assert file.jobs.finish(job.id)

        thread = threading.Thread(target=work)
        thread.start()
        for number in range(60):
            file.keep(file.project.with_language(f"x{number}"))
        thread.join()
        assert set(states(file)) == {JobState.READY}
