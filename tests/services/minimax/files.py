"""MiniMax's files: samples sent up, results to fetch."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from tests.services.call import Call
from tests.services.checking import complaints, one_of, required, whole
from tests.services.minimax.envelope import misused, refused, success
from tests.services.samples import container_of, seconds_of
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.minimax.service import MinimaxService

LARGEST = 20 * 1024 * 1024
RESULT_LIFE = 9 * 3600
SAMPLES = ("voice_clone", "prompt_audio")
UPLOADED = (*SAMPLES, "t2a_async_input")
DELETED = (*UPLOADED, "t2a_async", "video_generation")
FIRST_ID = 309_876_543_210_987_654
"""Beyond what a double can hold, as the real ones are."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of one account; `seconds` is None for what is no readable sound."""

    file_id: int
    name: str
    purpose: str
    data: bytes
    account: str
    created: float
    seconds: float | None = None

    def described(self) -> dict[str, Any]:
        """As the interface shows it."""
        return {
            "file_id": self.file_id,
            "bytes": len(self.data),
            "created_at": int(self.created),
            "filename": self.name,
            "purpose": self.purpose,
        }


class Files:
    """All files, and their paths of the interface."""

    def __init__(self, service: MinimaxService) -> None:
        self._service = service
        self._files: dict[int, File] = {}
        self._ids = itertools.count(FIRST_ID)

    def add(self, call: Call, name: str, purpose: str, data: bytes, seconds: float | None) -> File:
        """Keep a file."""
        now = self._service.clock.now()
        file = File(next(self._ids), name, purpose, data, call.account.name, now, seconds)
        self._files[file.file_id] = file
        return file

    def of(self, call: Call, file_id: int, *purposes: str) -> File | None:
        """A file of the caller's account and of such a purpose."""
        file = self._files.get(file_id)
        right = file and file.account == call.account.name and file.purpose in purposes
        return file if right else None

    def kept(self) -> list[File]:
        """All files there are."""
        return list(self._files.values())

    async def upload(self, call: Call) -> Reply:
        """POST /v1/files/upload."""
        purpose, name, data = await _form(call)
        await call.begin()
        seconds = await asyncio.to_thread(seconds_of, data) if purpose in SAMPLES else None
        return success(call, file=self.add(call, name, purpose, data, seconds).described())

    async def list(self, call: Call) -> Reply:
        """GET /v1/files/list."""
        if wrong := complaints(call.query, _query(purpose=required(one_of(DELETED)))):
            raise misused(call, *wrong)
        await call.begin()
        purpose = call.query["purpose"]
        shown = [
            file.described()
            for file in self._files.values()
            if (file.account, file.purpose) == (call.account.name, purpose)
        ]
        return success(call, files=shown)

    async def retrieve(self, call: Call) -> Reply:
        """GET /v1/files/retrieve."""
        file = self._result(call)
        await call.begin()
        hours = (file.created + RESULT_LIFE - self._service.clock.now()) / 3600
        link = self._service.media.link(file.data, file.name, "application/x-tar", hours=hours)
        return success(call, file=file.described() | {"download_url": link})

    async def retrieve_content(self, call: Call) -> Reply:
        """GET /v1/files/retrieve_content."""
        file = self._result(call)
        await call.begin()
        return Reply(call.fault.audio(file.data), content_type="application/octet-stream")

    async def delete(self, call: Call) -> Reply:
        """POST /v1/files/delete."""
        fields = {"file_id": required(whole(1)), "purpose": required(one_of(DELETED))}
        if wrong := complaints(call.json, fields):
            raise misused(call, *wrong)
        file = self.of(call, call.json["file_id"], call.json["purpose"])
        if file is None:
            raise refused(2013, "file_id: no such file")
        await call.begin()
        del self._files[file.file_id]
        return success(call, file_id=file.file_id)

    def _result(self, call: Call) -> File:
        number = call.query.get("file_id", "")
        if wrong := complaints(call.query, _query(file_id=required(_decimal))):
            raise misused(call, *wrong)
        file = self.of(call, int(number), "t2a_async")
        if file is None or self._service.clock.now() > file.created + RESULT_LIFE:
            raise refused(2013, "file_id: no such result")
        return file


def _query(**fields: Any) -> dict[str, Any]:
    return {"GroupId": lambda value: "", **fields}


def _decimal(value: Any) -> str:
    return "" if isinstance(value, str) and value.isdecimal() else "must be a number"


async def _form(call: Call) -> tuple[str, str, bytes]:
    """Purpose, name and content of an upload; raises Refused."""
    if not call.request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise misused(call, "body: must be multipart/form-data")
    try:
        form = await call.request.form()
    except MultiPartException as error:
        raise misused(call, f"body: {error.message}") from error
    purpose, file = form.get("purpose"), form.get("file")
    if set(form) != {"purpose", "file"} or len(form.multi_items()) != 2:
        raise misused(call, f"body: must have purpose and file, has {sorted(form)}")
    if purpose not in UPLOADED:
        raise misused(call, f"purpose: no {purpose!r}")
    if not isinstance(file, UploadFile):
        raise misused(call, "file: must be a file")
    data, name = await file.read(), file.filename or ""
    await form.close()
    if len(data) > LARGEST:
        raise refused(2013, "file: too large")
    if purpose in SAMPLES and name.rpartition(".")[2].lower() not in ("mp3", "m4a", "wav"):
        raise refused(2013, "file: unsupported format")
    if purpose in SAMPLES and not container_of(data):
        raise refused(2013, "file: unsupported format")
    if purpose == "t2a_async_input" and not name.lower().endswith((".txt", ".zip")):
        raise refused(2013, "file: unsupported format")
    return str(purpose), name, data
