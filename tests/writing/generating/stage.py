"""A project file, its document, and a job's page and asker over a loopback service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.document import Document
from studio.model.outline import Outline
from studio.model.project import Project, new_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.asking import Asker
from studio.writing.page import Page
from tests.services.chat.service import ChatService
from tests.services.faults import Fault
from tests.services.text_model_request import Request, read
from tests.services.writing import Prompt, Written
from tests.services.wrongs import http
from tests.writing.asking_at_work import Kept, an_asker

END = {"k": "end", "count": 0}


@dataclass(frozen=True, slots=True)
class Stage:
    """What a job works with, and what a test looks at."""

    file: ProjectFile
    document: Document
    page: Page
    asker: Asker
    log: Kept

    @property
    def project(self) -> Project:
        """The project as it is on the page."""
        return self.page.project

    @property
    def outline(self) -> Outline:
        """The plan as it is on the page."""
        assert self.page.project.outline
        return self.page.project.outline

    @property
    def words(self) -> list[str]:
        """All lines of the script, in order."""
        language = self.project.languages[0]
        return [line.words(language) for _, line in self.project.lines]


@asynccontextmanager
async def a_stage(
    service: ChatService,
    folder: Path,
    project: Project | None = None,
    *,
    page: type[Page] = Page,
    **asking: Any,
) -> AsyncIterator[Stage]:
    """Everything for one job, on a new project file or on the one that is there."""
    path, log = folder / "script.understudy", Kept()
    file = ProjectFile.open(path) if path.exists() else None
    file = file or ProjectFile.create(path, project or new_project(""))
    with file:
        document = Document(file.project, DirectKeeper(file))
        async with an_asker(service, log=log, **asking) as asker:
            sheet = page(document, "Write", "job")
            try:
                yield Stage(file, document, sheet, asker, log)
            finally:
                sheet.close()


class Replies:
    """Answers in turn, as texts or as records; the last one is given again and again.

    `requests` are those that were asked.
    """

    def __init__(self, *answers: str | Written | Sequence[Mapping[str, Any]]) -> None:
        self._answers = answers
        self.requests: list[Request] = []
        self.prompts: list[Prompt] = []

    def __call__(self, prompt: Prompt) -> str | Written:
        """The next answer."""
        request = read(prompt)
        assert request is not None, "the request names no task"
        answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
        self.requests.append(request)
        self.prompts.append(prompt)
        return answer if isinstance(answer, str | Written) else as_rows(*answer)


def more_than_it_reads() -> Fault:
    """The answer to a request that is too long for the model."""
    said = "This model's maximum context length is 40 tokens."
    return http(400, content={"error": {"message": said, "code": "context_length_exceeded"}})


def as_rows(*rows: Mapping[str, Any]) -> str:
    """Records, one to a line."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
