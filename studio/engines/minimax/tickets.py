"""Orders of long texts: what is kept of one, how its result is waited for and fetched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

from studio.engines.minimax.archive import unpacked
from studio.engines.minimax.client import FILE, LOOK, Client
from studio.engines.minimax.envelope import Content, table, whole_number
from studio.engines.minimax.sound import SoundDamaged
from studio.engines.speech import Speech
from studio.engines.web_download import DownloadFailed
from studio.engines.web_redaction import trace_from
from studio.errors import EngineRefused, EngineUnreachable

LOOKS = 1200
"""How often an order is asked after: an hour with the usual pauses. It may be collected again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One order, by the service's numbers, which are kept as digits."""

    task: str
    file: str = ""
    billed: int = 0
    trace: str = ""

    @classmethod
    def of(cls, content: Content, safe: Callable[[str], str] = str) -> Ticket | None:
        """The ticket of an answer to an order, None when there is no number in it.

        `safe` takes secrets out of what the service wrote.
        """
        task = _digits(content.get("task_id"))
        billed = whole_number(content.get("usage_characters"))
        trace = trace_from(content.get("trace_id"), safe)
        return cls(task, _digits(content.get("file_id")), billed, trace) if task else None

    @classmethod
    def read(cls, written: str) -> Ticket | None:
        """A ticket as it was written, None for what is none."""
        try:
            task, file, billed, trace = json.loads(written)
        except (ValueError, TypeError):
            return None
        ticket = cls(_digits(task), _digits(file), whole_number(billed), trace_from(trace, str))
        return ticket if ticket.task else None

    def written(self) -> str:
        """The ticket as it is kept."""
        return json.dumps([self.task, self.file, self.billed, self.trace])


async def collected(client: Client, ticket: Ticket) -> Speech:
    """What was ordered, when it is ready; raises a VoiceError. It may be collected again."""
    engine = client.web.engine
    file = await _ready(client, ticket)
    content = await client.look("GET", FILE, file_id=file)
    link = str(table(content, "file").get("download_url", ""))
    try:
        data = await client.web.download(link)
        sound, words = await asyncio.to_thread(unpacked, data)
    except DownloadFailed as failed:
        raise EngineUnreachable(engine, client.web.safe(str(failed))) from failed
    except SoundDamaged as damage:
        raise EngineUnreachable(engine, str(damage)) from damage
    return Speech(sound, ticket.billed, words, trace_from(ticket.trace, client.web.safe))


async def _ready(client: Client, ticket: Ticket) -> str:
    """Wait for an order; returns the number of its file."""
    engine = client.web.engine
    for look in range(LOOKS):
        if look:
            await asyncio.sleep(client.web.patience.between_looks_s)
        content = await client.look("GET", LOOK, task_id=ticket.task)
        match str(content.get("status", "")).casefold():
            case "success":
                return _digits(content.get("file_id")) or ticket.file
            case "failed":
                raise EngineRefused(engine, "the service could not make this long text")
            case "expired":
                detail = "the finished sound was not fetched within nine hours and is gone"
                raise EngineRefused(engine, detail)
            case _:
                continue
    raise EngineUnreachable(engine, "the long text is still being made")


def _digits(value: object) -> str:
    """A number of the service as digits; it may come as a number or as text."""
    found = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return found if found.isdecimal() and found.isascii() else ""
