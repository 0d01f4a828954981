"""Recordings on their way to a service: read from the disk as they go, never whole in memory."""

from __future__ import annotations

import asyncio
import hashlib
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.engines.web import Web
from studio.engines.web_call import Call, Patience
from studio.engines.web_upload import PIECE, UploadBroken, as_form, bare, kind_of, open_sample
from studio.errors import EngineRefused, EngineUnreachable
from tests.engines.raw_server import a_server, an_answer
from tests.engines.samples import sound

LARGE = 20 << 20
SOON = Patience(connect_s=10, between_tries_s=0)


@dataclass
class Sink:
    """A server that takes a body and keeps only its length and its hash; `most` cuts it off."""

    port: int = 0
    most: int = 1 << 30
    came: int = 0
    digest: str = ""
    heads: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def a_sink(most: int = 1 << 30) -> AsyncIterator[Sink]:
    sink = Sink(most=most)
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        sink.heads.append(head)
        line = next(each for each in head.lower().split(b"\r\n") if b"content-length" in each)
        left, seen = int(line.split(b":")[1]), hashlib.sha256()
        while left and sink.came < sink.most:
            piece = await reader.read(min(left, 1 << 16))
            if not piece:
                break
            seen.update(piece)
            sink.came, left = sink.came + len(piece), left - len(piece)
        sink.digest = seen.hexdigest()
        if not left:
            writer.write(an_answer(b'{"ok":1}'))
            await writer.drain()
        writer.close()
        ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
        await ended.wait()
    finally:
        server.close()


@asynccontextmanager
async def a_web(port: int) -> AsyncIterator[Web]:
    async def key() -> str:
        return "sk-test"

    web = Web("minimax/main", f"http://127.0.0.1:{port}", key, patience=SOON)
    try:
        yield web
    finally:
        await web.aclose()


def a_large_file(folder: Path) -> Path:
    path = folder / "large.wav"
    with path.open("wb") as file:
        file.write(sound()[:44])
        file.write(bytes(range(256)) * ((LARGE - 44) // 256))
    return path


async def test_twenty_megabytes_pass_through_a_few_pieces_of_memory(tmp_path: Path) -> None:
    path = a_large_file(tmp_path)
    async with a_sink() as sink, a_web(sink.port) as web, open_sample(path) as opened:
        warm = Call("POST", "/up", upload=bare(opened))
        tracemalloc.start()
        try:
            assert (await web.ask(warm)).status == 200
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert sink.came == path.stat().st_size > 18 << 20
    assert sink.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert most < 8 << 20


async def test_a_form_holds_its_fields_and_the_recording_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "lin.wav"
    path.write_bytes(sound())
    for source in (path, sound()):
        async with (
            a_server(an_answer()) as server,
            a_web(server.port) as web,
            open_sample(source) as opened,
        ):
            assert (opened.kind, opened.size) == ("wav", len(sound()))
            upload = as_form(opened, "lin.wav", {"purpose": "voice_clone"})
            for _ in range(2):
                await web.ask(Call("POST", "/up", query={"GroupId": "7"}, upload=upload))
        for request in server.asked:
            head, _, body = request.partition(b"\r\n\r\n")
            assert head.startswith(b"POST /up?GroupId=7 HTTP/1.1")
            assert b"transfer-encoding" not in head.lower()
            boundary = head.partition(b"boundary=")[2].split(b"\r\n")[0]
            parts = body.split(b"--" + boundary)
            assert len(parts) == 4 and parts[3] == b"--\r\n"
            assert parts[1].endswith(b'name="purpose"\r\n\r\nvoice_clone\r\n')
            described, _, recording = parts[2].partition(b"\r\n\r\n")
            assert b'name="file"; filename="lin.wav"' in described and b"audio/wav" in described
            assert recording == sound() + b"\r\n"


async def test_a_service_that_hangs_up_half_way_has_not_taken_it(tmp_path: Path) -> None:
    path = a_large_file(tmp_path)
    async with a_sink(most=PIECE) as sink, a_web(sink.port) as web, open_sample(path) as opened:
        with pytest.raises(EngineUnreachable):
            await web.ask(Call("POST", "/up", upload=bare(opened)))
    assert sink.came < LARGE


async def test_a_recording_that_becomes_shorter_is_the_studios_own_matter(tmp_path: Path) -> None:
    path = a_large_file(tmp_path)
    async with a_sink() as sink, a_web(sink.port) as web, open_sample(path) as opened:
        path.write_bytes(b"")
        with pytest.raises(EngineRefused, match="became shorter"):
            await web.ask(Call("POST", "/up", upload=bare(opened)))


async def test_a_recording_that_grows_is_sent_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "lin.wav"
    path.write_bytes(sound())
    async with a_sink() as sink, a_web(sink.port) as web, open_sample(path) as opened:
        with path.open("ab") as file:
            file.write(b"more")
        assert (await web.ask(Call("POST", "/up", upload=bare(opened)))).status == 200
    assert sink.digest == hashlib.sha256(sound()).hexdigest()


async def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.wav"):
        with pytest.raises(UploadBroken, match="cannot be opened"):
            async with open_sample(path):
                pass


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (sound(), "wav"),
        (sound(12, "mp3"), "mp3"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\xe8\xc4", "mp3"),
        (b"\x00\x00\x00\x20ftypM4A ", "m4a"),
        (b"\xff\xf1\x50\x80", ""),
        (b"fLaC", ""),
        (b"OggS", ""),
        (b"RIFF\x00\x00\x00\x00AVI ", ""),
        (b"<html>", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_a_recording_is_what_its_first_bytes_say(head: bytes, kind: str) -> None:
    assert kind_of(head[:16]) == kind
