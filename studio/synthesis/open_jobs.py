"""The jobs of batches in the project file: written before the work, gone on with after a stop."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace

from studio.model.line import Line
from studio.model.project import Project
from studio.store.jobs import Job, Jobs
from studio.synthesis.batch import Batch
from studio.synthesis.plan import (
    BatchPlan,
    Engines,
    LineState,
    PlannedTake,
    Unsure,
    needs_take,
    planned,
    state_of,
)


def enter(jobs: Jobs, batch: Batch, running: Collection[str]) -> dict[str, Job]:
    """Write a batch's jobs; an older open job of the same line and language gives way.

    Those that are `running` stay. Returns by job the older one that asked for the same: it may
    have a ticket, or have been sent. Blocking.
    """
    wanted = {(take.line, take.language): job for job, take in batch.jobs.items()}
    older = [
        job
        for job in (*jobs.unfinished(), *jobs.unsure())
        if (job.line, job.language) in wanted and job.id not in running
    ]
    earlier = {
        wanted[job.line, job.language]: job
        for job in older
        if _same(job, batch.jobs[wanted[job.line, job.language]])
    }
    jobs.enter([job_for(job, take, earlier.get(job)) for job, take in batch.jobs.items()], older)
    return earlier


def left_over(jobs: Jobs, project: Project, engines: Engines, unsure: Unsure) -> BatchPlan:
    """What unfinished jobs may go on with unasked; those that are settled are forgotten.

    What nobody changed since goes on, and what is free; what became another request of a service
    that bills is for a person to ask for. A line whose engine is not here waits. Blocking.
    """
    lines = {line.id: line for _, line in project.lines}
    takes: list[PlannedTake] = []
    settled: list[str] = []
    for job in jobs.unfinished():
        line = lines.get(job.line)
        found = state_of(project, line, job.language, engines, unsure) if line else None
        if line is None or found is None:
            settled.append(job.id)
        elif found.request is not None:
            take = _gone_on_with(job, line, project, found, engines)
            takes += [take] if take else []
            settled += [] if take else [job.id]
    jobs.forget(settled)
    return BatchPlan(tuple(takes))


def _gone_on_with(
    job: Job, line: Line, project: Project, found: LineState, engines: Engines
) -> PlannedTake | None:
    """The take of a job as it may go on, None when it is settled."""
    if found.request is None:
        return None
    take = planned(line, job.language, found.request, engines)
    unchanged = take.request.fingerprint == job.fingerprint
    if job.variation:
        again = replace(take, request=replace(take.request, variation=job.variation))
        return again if unchanged else None
    wanted = needs_take(project, line, job.language, found)
    return take if wanted and (unchanged or not take.price.billed_characters) else None


def job_for(id: str, planned: PlannedTake, earlier: Job | None = None) -> Job:
    """The job of a take, with the ticket and the sending of an earlier one of the same."""
    request = planned.request
    return Job(
        id,
        planned.line,
        planned.language,
        request.fingerprint,
        made_at=time.time(),
        variation=request.variation,
        ticket=earlier.ticket if earlier else "",
        sent_at=earlier.sent_at if earlier else 0.0,
    )


def _same(job: Job, planned: PlannedTake) -> bool:
    request = planned.request
    return (job.fingerprint, job.variation) == (request.fingerprint, request.variation)
