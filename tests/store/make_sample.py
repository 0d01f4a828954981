"""Writes the sample of the newest version of the project file, to be kept for ever.

Run once per version, as `python -m tests.store.make_sample`; a sample is never made anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.document import Document
from studio.store.exchanges import Exchange
from studio.store.jobs import Job
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.store.schema import VERSION
from tests.builders import (
    a_project,
    a_recording,
    a_survey,
    a_take,
    an_edited_timeline,
    an_outline,
    first_line,
)

AN_EXCHANGE = Exchange(
    *("xsample1", 1006.0, "tsample1", "translate", "minimax/main", "MiniMax-M3", "whole"),
    *(310, 42, "[system]\nTask: translate; from en; to zh.", '{"id":"a1","t":"第1句台词。"}'),
)
SAMPLES = Path(__file__).with_name("samples")


def main() -> None:
    """Make the sample; fails when it is there."""
    project = a_project(3, ("en", "zh"), episodes=2, title=f"Sample of version {VERSION}")
    project = replace(project, outline=an_outline(), surveys={"zh": a_survey(project)})
    with ProjectFile.create(SAMPLES / f"v{VERSION}.understudy", project) as file:
        document = Document(file.project, DirectKeeper(file))
        line = first_line(document.project)
        for number, language in enumerate(("en", "zh", "en")):
            recording = a_recording(20, pitch=300 + 50 * number)
            take = a_take(line, recording, language=language, made_at=1000.5 + number)
            document.record(take, recording)
        episode = document.project.episodes[0]
        timeline = episode.timeline("en").pin(line.id, 48_000)
        document.edit("pin", document.project.with_episode(episode.with_timeline("en", timeline)))
        document.edit("edit", an_edited_timeline(document.project))
        other = document.project.episodes[1].spoken_lines[0]
        file.jobs.enter([Job("jsample1", other.id, "en", "f00d", made_at=1003.0)], [])
        ordered = Job("jsample2", other.id, "zh", "beef", made_at=1004.0, variation=2)
        file.jobs.enter([ordered], [])
        file.jobs.claim("jsample2", sent_at=1005.0)
        file.jobs.ordered("jsample2", "order-7")
        file.exchanges.add(AN_EXCHANGE)


if __name__ == "__main__":
    main()
