"""The booth's work as rows of the project file, so that it goes on after any interruption."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import LineId


class JobState(StrEnum):
    """How far a job is; a job is over when ready or failed."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One line to be spoken in one language; `made_at` in seconds since 1970."""

    id: str
    line: LineId
    language: str
    fingerprint: str
    state: JobState = JobState.WAITING
    reason: str = ""
    made_at: float = 0.0


_COLUMNS = "id, line, language, fingerprint, state, reason, made_at"
_OPEN = "state IN ('waiting', 'speaking')"


class Jobs:
    """The jobs of an open project file; each call is durable when it returns, in any thread.

    The take of a job finishes it: writing a take marks the oldest unfinished job of its line,
    language and fingerprint as ready in the same transaction.
    """

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[sqlite3.Connection]],
        read: Callable[[str, Sequence[object]], list[tuple[str | float, ...]]],
    ) -> None:
        self._write = write
        self._read = read

    def add_all(self, jobs: Iterable[Job]) -> None:
        """Put jobs at the end of the queue; raises ProjectFileError."""
        with self._write() as connection:
            insert_jobs(connection, jobs)

    def claim(self, job: str) -> bool:
        """Begin a waiting job; False when it no longer waits."""
        return self._become(job, JobState.SPEAKING, "", from_states=(JobState.WAITING,))

    def finish(self, job: str) -> bool:
        """The job's take is there; False when it was over already."""
        return self._become(job, JobState.READY, "")

    def fail(self, job: str, reason: str) -> bool:
        """The job gave no take, and why; False when it was over already."""
        return self._become(job, JobState.FAILED, reason)

    def put_back(self, job: str) -> bool:
        """A job that was begun waits again; False when it was not begun."""
        return self._become(job, JobState.WAITING, "", from_states=(JobState.SPEAKING,))

    def unfinished(self) -> tuple[Job, ...]:
        """What waits or is being spoken, oldest first."""
        return self._jobs(f"WHERE {_OPEN}")

    def all(self) -> tuple[Job, ...]:
        """The history of jobs, oldest first."""
        return self._jobs("")

    def cancel_waiting(self) -> int:
        """Forget every job not begun yet; how many there were."""
        with self._write() as connection:
            return connection.execute("DELETE FROM jobs WHERE state = 'waiting'").rowcount

    def forget(self, jobs: Iterable[str]) -> None:
        """Forget these jobs, whatever their state."""
        with self._write() as connection:
            connection.executemany("DELETE FROM jobs WHERE id = ?", [(job,) for job in jobs])

    def _jobs(self, where: str, parameters: Sequence[object] = ()) -> tuple[Job, ...]:
        query = f"SELECT {_COLUMNS} FROM jobs {where} ORDER BY rowid"
        return tuple(job for row in self._read(query, parameters) if (job := job_of(row)))

    def _become(
        self,
        job: str,
        state: JobState,
        reason: str,
        *,
        from_states: Sequence[JobState] = (JobState.WAITING, JobState.SPEAKING),
    ) -> bool:
        marks = ", ".join("?" * len(from_states))
        with self._write() as connection:
            changed = connection.execute(
                f"UPDATE jobs SET state = ?, reason = ? WHERE id = ? AND state IN ({marks})",
                (state, reason, job, *from_states),
            ).rowcount
        return bool(changed)


def insert_jobs(connection: sqlite3.Connection, jobs: Iterable[Job]) -> None:
    """Add jobs as they are; the caller holds the transaction."""
    added = [_row_of(job) for job in jobs]
    connection.executemany(f"INSERT INTO jobs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", added)


def resume_interrupted(connection: sqlite3.Connection) -> None:
    """What was being spoken when the program ended waits again; the caller's transaction."""
    connection.execute("UPDATE jobs SET state = 'waiting' WHERE state = 'speaking'")


def job_of(row: Sequence[str | float]) -> Job | None:
    """The job of a row, None for a row that holds none."""
    *words, state, reason, made_at = row
    if not all(isinstance(word, str) for word in (*words, reason)) or len(words) != 4:
        return None
    if state not in tuple(JobState) or not isinstance(made_at, float):
        return None
    name, line, language, fingerprint = map(str, words)
    return Job(name, LineId(line), language, fingerprint, JobState(state), str(reason), made_at)


def _row_of(job: Job) -> tuple[str | float, ...]:
    return (
        job.id,
        job.line,
        job.language,
        job.fingerprint,
        str(job.state),
        job.reason,
        job.made_at,
    )
