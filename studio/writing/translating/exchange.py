"""One request for rows, and what came of it, as it comes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass, field

from studio.engines.text import Ending, TextRequest
from studio.errors import VoiceError
from studio.model.ids import LineId
from studio.writing.asking import Asker, Ended
from studio.writing.scanning.mends import Mend
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import TRANSLATION


@dataclass(frozen=True, slots=True)
class Came:
    """The words that came for a line: a translation, perhaps a shorter one, perhaps not whole."""

    line: LineId
    text: str
    shorter: str = ""
    cut: bool = False
    mended: bool = False


@dataclass(slots=True)
class Reply:
    """An answer so far; `strangers` came under names nobody gave, `arrived` is in their order."""

    arrived: list[LineId] = field(default_factory=list[LineId])
    strangers: list[Came] = field(default_factory=list[Came])
    doubled: set[LineId] = field(default_factory=set[LineId])
    ending: Ending | None = None
    prose: str = ""
    error: VoiceError | None = None

    @property
    def whole(self) -> bool:
        """Whether it came to its own end."""
        return self.ending is Ending.WHOLE


class Exchange:
    """Asks for rows and hands on each as soon as it is there."""

    def __init__(
        self,
        asker: Asker,
        on_line: Callable[[Came], None],
        on_ghost: Callable[[LineId | None, str], None],
    ) -> None:
        self._asker = asker
        self._on_line = on_line
        self._on_ghost = on_ghost

    async def ask(
        self, step: str, request: TextRequest, wanted: Collection[LineId], reply: Reply
    ) -> None:
        """Fill the reply; raises what `Asker.records` raises."""
        texts: dict[LineId, str] = {}
        try:
            async with aclosing(self._asker.records(step, request, TRANSLATION)) as coming:
                async for each in coming:
                    match each:
                        case Record():
                            self._take(each, wanted, texts, reply)
                        case Ghost():
                            self._show(each, wanted)
                        case Ended():
                            reply.ending, reply.prose = each.ending, each.prose
                            reply.error = each.error
                        case None:
                            self._on_ghost(None, "")
        finally:
            self._on_ghost(None, "")

    def _take(
        self,
        record: Record,
        wanted: Collection[LineId],
        texts: dict[LineId, str],
        reply: Reply,
    ) -> None:
        line = LineId(record.words("id").strip())
        if not line or "t" not in record.fields:
            return
        came = Came(
            line,
            record.words("t"),
            record.words("s"),
            cut=Mend.NO_END in record.mends,
            mended=Mend.QUOTES in record.mends or Mend.ESCAPES in record.mends,
        )
        if line not in wanted:
            reply.strangers.append(came)
        elif line in texts:
            if texts[line] != came.text:
                reply.doubled.add(line)
        else:
            texts[line] = came.text
            reply.arrived.append(line)
            self._on_line(came)

    def _show(self, ghost: Ghost, wanted: Collection[LineId]) -> None:
        name = ghost.fields.get("id")
        if isinstance(name, str) and name in wanted and ghost.key == "t":
            self._on_ghost(LineId(name), ghost.text)
