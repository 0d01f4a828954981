"""Long texts: a task to ask after, and an archive to fetch."""

from __future__ import annotations

import io
import itertools
import json
import secrets
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.services.bill import canonical
from tests.services.call import Call
from tests.services.minimax.envelope import misused, refused, success
from tests.services.minimax.files import RESULT_LIFE
from tests.services.minimax.orders import long_order_complaints
from tests.services.minimax.subtitles import subtitles
from tests.services.minimax.texts import text_complaints, usage
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.minimax.service import MinimaxService

QUERIES_PER_SECOND = 10
LONGEST_FILE_TEXT = 1_000_000


@dataclass(slots=True)
class _Task:
    account: str
    file_id: int
    created: float
    queries_left: int


class LongTexts:
    """The asynchronous paths. A task is done when it was asked after `queries_needed` times."""

    def __init__(self, service: MinimaxService) -> None:
        self._service = service
        self._tasks: dict[int, _Task] = {}
        self._ids = itertools.count(95_157_322_514_444)
        self.queries_needed = 2
        self.fail_next = 0
        """So many of the next tasks fail."""
        self._failed: set[int] = set()

    async def create(self, call: Call) -> Reply:
        """POST /v1/t2a_async_v2."""
        if wrong := long_order_complaints(call.json):
            raise misused(call, *wrong)
        order = call.json
        model, texts = order["model"], self._texts(call, order)
        whole = "\n".join(texts.values())
        characters = usage(whole)
        call.account.may_speak(model, characters)
        await call.begin_synthesis(model=model, text=whole, characters=characters)
        archive = self._archive(call, order, texts)
        voice, paid = order["voice_setting"]["voice_id"], canonical(order)
        call.charge(
            kind="t2a_async",
            model=model,
            voice=voice,
            text=whole,
            characters=characters,
            order=paid,
        )
        task_id, task = self._start(call, archive)
        return success(
            call,
            task_id=str(task_id),
            task_token=secrets.token_hex(12),
            file_id=task.file_id,
            usage_characters=characters,
        )

    async def query(self, call: Call) -> Reply:
        """GET /v1/query/t2a_async_query_v2."""
        number = call.query.get("task_id", "")
        if not number.isdecimal():
            raise misused(call, "task_id: must be a number")
        now = self._service.clock.now()
        who = (call.account.name, "query")
        if self._service.limits.over_rate(who, now, most=QUERIES_PER_SECOND, window=1.0):
            raise refused(1002)
        task = self._tasks.get(int(number))
        if task is None or task.account != call.account.name:
            raise refused(2013, "task_id: no such task")
        await call.begin()
        status = self._status(int(number), task, now)
        return success(call, task_id=int(number), status=status, file_id=task.file_id)

    def _start(self, call: Call, archive: bytes) -> tuple[int, _Task]:
        number = next(self._ids)
        name = f"{number}.tar"
        file = self._service.files.add(call, name, "t2a_async", archive, None)
        task = _Task(call.account.name, file.file_id, file.created, self.queries_needed)
        self._tasks[number] = task
        if self.fail_next:
            self.fail_next -= 1
            self._failed.add(number)
        return number, task

    def _status(self, number: int, task: _Task, now: float) -> str:
        """The page writes them small, the samples with a capital."""
        task.queries_left -= 1
        if now > task.created + RESULT_LIFE:
            return "Expired"
        if task.queries_left > 0:
            return "Processing"
        return "Failed" if number in self._failed else "Success"

    def _texts(self, call: Call, order: dict[str, Any]) -> dict[str, str]:
        """The texts of an order by the name of their files; raises Refused."""
        if "text" in order:
            return {"text": order["text"]}
        file = self._service.files.of(call, order["text_file_id"], "t2a_async_input")
        if file is None:
            raise refused(2013, "text_file_id: no such file")
        texts = _unpacked(file.name, file.data)
        if not texts or sum(map(len, texts.values())) >= LONGEST_FILE_TEXT:
            raise refused(2013, "text_file_id: no text, or too long")
        for text in texts.values():
            if wrong := text_complaints(text, order["model"]):
                raise misused(call, *wrong)
        return texts

    def _archive(self, call: Call, order: dict[str, Any], texts: dict[str, str]) -> bytes:
        """Three files for each text: sound, sentences, and what there is to say about it."""
        voices = self._service.synthesis.voices(call, order)
        audio = {"channel": 2} | order.get("audio_setting", {})
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name, text in texts.items():
                part = order | {"text": text, "audio_setting": audio}
                done = self._service.synthesis.perform(call, part, voices)
                lines = subtitles(text, done.performance, words=False)
                _pack(archive, f"{name}.{audio.get('format', 'mp3')}", done.data)
                _pack(archive, f"{name}.titles", json.dumps(lines).encode())
                _pack(archive, f"{name}.extra", json.dumps(done.extra_info).encode())
        return packed.getvalue()


def _unpacked(name: str, data: bytes) -> dict[str, str]:
    if not name.lower().endswith(".zip"):
        return {"text": data.decode("utf-8", "replace")}
    texts: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            content = archive.read(member).decode("utf-8", "replace")
            base = member.rpartition(".")[0]
            if member.endswith(".json"):
                parts: dict[str, str] = json.loads(content)
                texts |= {f"{base}_{key}": value for key, value in parts.items() if value}
            else:
                texts[base] = content
    return texts


def _pack(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
