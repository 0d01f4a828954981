"""The booth's work as rows of the project file, so that it goes on after any interruption."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from enum import StrEnum

from studio.model.ids import LineId


class JobState(StrEnum):
    """How far a job is; a job is over when ready or failed.

    An unsure one was sent to a service that bills, and nobody knows what became of it.
    """

    WAITING = "waiting"
    SPEAKING = "speaking"
    UNSURE = "unsure"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One line to be spoken in one language; times in seconds since 1970.

    `sent_at` is when it was last sent to a service that bills, 0.0 when it was not; `ticket` is
    the service's number of an order whose sound is still to be fetched.
    """

    id: str
    line: LineId
    language: str
    fingerprint: str
    state: JobState = JobState.WAITING
    reason: str = ""
    made_at: float = 0.0
    variation: int = 0
    ticket: str = ""
    sent_at: float = 0.0


COLUMNS = "id, line, language, fingerprint, state, reason, made_at, variation, ticket, sent_at"
INTERRUPTED = "the program ended before the answer came"
"""Why a line that was sent when the program ended stands in doubt."""
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

    def claim(self, job: str, *, sent_at: float = 0.0) -> bool:
        """Begin a waiting job; False when it no longer waits.

        With `sent_at` the service bills it: if the program ends now the job is unsure.
        """
        with self._write() as connection:
            changed = connection.execute(
                "UPDATE jobs SET state = 'speaking', reason = '', sent_at = ?"
                " WHERE id = ? AND state = 'waiting'",
                (sent_at, job),
            ).rowcount
        return bool(changed)

    def ordered(self, job: str, ticket: str) -> None:
        """The service took the order and will give the sound for this ticket."""
        with self._write() as connection:
            connection.execute("UPDATE jobs SET ticket = ? WHERE id = ?", (ticket, job))

    def finish(self, job: str) -> bool:
        """The job's take is there; False when it was over already."""
        return self._become(job, JobState.READY, "")

    def fail(self, job: str, reason: str) -> bool:
        """The job gave no take, and why; False when it was over already."""
        return self._become(job, JobState.FAILED, reason)

    def put_back(self, job: str, *, sent_at: float = 0.0) -> bool:
        """A job that was begun, and not billed this time, waits again; False when not begun.

        `sent_at` is when it was sent an earlier time, of which nobody knows what became.
        """
        with self._write() as connection:
            changed = connection.execute(
                "UPDATE jobs SET state = 'waiting', sent_at = ?"
                " WHERE id = ? AND state = 'speaking'",
                (sent_at, job),
            ).rowcount
        return bool(changed)

    def lose(self, job: str, reason: str) -> bool:
        """A job was sent and its answer is lost; False when it was over already."""
        return self._become(job, JobState.UNSURE, reason)

    def unsure(self) -> tuple[Job, ...]:
        """What was sent and may have been billed without a take, oldest first."""
        return self._jobs("WHERE state = 'unsure'")

    def unfinished(self) -> tuple[Job, ...]:
        """What waits or is being spoken, oldest first."""
        return self._jobs(f"WHERE {_OPEN}")

    def all(self) -> tuple[Job, ...]:
        """The history of jobs, oldest first."""
        return self._jobs("")

    def forget(self, jobs: Iterable[str]) -> None:
        """Forget these jobs, but for what may have been billed.

        An order that can be fetched waits, and what was sent without an answer is unsure.
        """
        with self._write() as connection:
            _forget(connection, list(jobs))

    def enter(self, added: Sequence[Job], older: Sequence[Job]) -> None:
        """Put jobs at the end of the queue and in the place of older ones, all in one write.

        An older one that asked for the same goes: its ticket and when it was sent stand in the
        new one. The others go as `forget` says. Raises ProjectFileError.
        """
        asked = {_wish(job) for job in added}
        with self._write() as connection:
            _delete(connection, [job.id for job in older if _wish(job) in asked])
            _forget(connection, [job.id for job in older if _wish(job) not in asked])
            insert_jobs(connection, added)

    def _jobs(self, where: str, parameters: Sequence[object] = ()) -> tuple[Job, ...]:
        query = f"SELECT {COLUMNS} FROM jobs {where} ORDER BY rowid"
        return tuple(job for row in self._read(query, parameters) if (job := job_of(row)))

    def _become(
        self,
        job: str,
        state: JobState,
        reason: str,
        *,
        from_states: Sequence[JobState] = (JobState.WAITING, JobState.SPEAKING, JobState.UNSURE),
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
    marks = ", ".join("?" * len(fields(Job)))
    connection.executemany(f"INSERT INTO jobs ({COLUMNS}) VALUES ({marks})", added)


def _wish(job: Job) -> tuple[str, ...]:
    return job.line, job.language, job.fingerprint, str(job.variation)


def _delete(connection: sqlite3.Connection, jobs: Iterable[str]) -> None:
    connection.executemany("DELETE FROM jobs WHERE id = ?", [(job,) for job in jobs])


def _forget(connection: sqlite3.Connection, jobs: Sequence[str]) -> None:
    over = f"state IN ('ready', 'failed') OR NOT (ticket <> '' OR {_SENT})"
    ids = [(job,) for job in jobs]
    connection.executemany(f"DELETE FROM jobs WHERE id = ? AND ({over})", ids)
    connection.executemany(f"UPDATE jobs SET {_IN_DOUBT} WHERE id = ? AND {_OPEN}", ids)


_SENT = "sent_at > 0 AND ticket = ''"
_IN_DOUBT = (
    f"state = CASE WHEN {_SENT} THEN 'unsure' ELSE 'waiting' END,"
    f" reason = CASE WHEN {_SENT} AND reason = '' THEN '{INTERRUPTED}' ELSE reason END"
)


def resume_interrupted(connection: sqlite3.Connection) -> None:
    """What was being spoken when the program ended waits again; the caller's transaction.

    What was sent to a service that bills is unsure instead, but for an order, whose sound can
    still be fetched.
    """
    connection.execute(f"UPDATE jobs SET {_IN_DOUBT} WHERE {_OPEN}")


def job_of(row: Sequence[str | float]) -> Job | None:
    """The job of a row, None for a row that holds none; rows of version 1 are shorter."""
    *words, state, reason, made_at, variation, ticket, sent_at = (*row, 0, "", 0.0)[:10]
    if not all(isinstance(word, str) for word in (*words, reason, ticket)) or len(words) != 4:
        return None
    if state not in tuple(JobState) or not isinstance(variation, int):
        return None
    if not isinstance(made_at, float) or not isinstance(sent_at, float):
        return None
    name, line, language, fingerprint = map(str, words)
    return Job(
        name,
        LineId(line),
        language,
        fingerprint,
        JobState(state),
        str(reason),
        made_at,
        variation,
        str(ticket),
        sent_at,
    )


def _row_of(job: Job) -> tuple[str | float, ...]:
    return (
        job.id,
        job.line,
        job.language,
        job.fingerprint,
        str(job.state),
        job.reason,
        job.made_at,
        job.variation,
        job.ticket,
        job.sent_at,
    )
