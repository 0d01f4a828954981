"""When a service misbehaves: a plan of faults, by turn, by text, always, or by a seeded dice.

    service.faults.next(base_resp(1002), times=2)
    service.faults.for_text("Come in.", cut())
    service.faults.random(7, {http(502): 0.1, cut(billed=True): 0.05})

What can go wrong is in `wrongs.py`.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.services.hold import Hold
from tests.services.sound import Encoding
from tests.services.wire import Reply

Content = dict[str, Any]
SYNTHESIS = (
    "/t2a_v2", "/t2a_async_v2", "/create-mp3", "/create", "/chat/completions", "/chatcompletion_v2",
)  # fmt: skip
"""How the paths end on which sound is made, or text."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, eq=False, slots=True)
class Fault:
    """One way to go wrong. Without `instead`, the work is done and its answer spoiled."""

    name: str
    instead: Callable[[str], Reply] | None = None
    """Another answer; gets the address of the other host."""
    billed: bool = True
    """Whether the work is done and paid for nevertheless."""
    upload_at: int | None = None
    """Where the connection is cut while the request is still coming, in bytes of its body."""
    hold: Hold | None = None
    """Keeps the request back before the work."""
    encoding: Callable[[Encoding], Encoding] = _same
    audio: Callable[[bytes], bytes] = _same
    digits: Callable[[str], str] = _same
    content: Callable[[Content], Content] = _same
    events: Callable[[list[Content]], list[Content]] = _same
    reply: Callable[[Reply], Reply] = _same

    def __repr__(self) -> str:
        return self.name


NO_FAULT = Fault("none")
F = TypeVar("F", bound=Fault)


@dataclass(slots=True)
class _Entry:
    """Where a fault is waiting: for which path and text, and how often it strikes."""

    fault: Callable[[str, int], Fault | None]
    path: str | None = None
    """A part of the path; None is the syntheses."""
    text: str | None = None
    left: int | None = None

    uploads: bool = False
    """Whether it strikes while a request is still coming."""

    def meets(self, path: str, text: str) -> bool:
        right = path.rstrip("/").endswith(SYNTHESIS) if self.path is None else self.path in path
        return right and self.left != 0 and (self.text is None or self.text == text)


@dataclass(slots=True)
class Faults:
    """The plan of one service.

    Syntheses are meant unless `path` says otherwise: a part of a path, such as "get_voice" or
    "media"; "/" is every request.
    """

    happened: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """Name, path and text of each fault that struck."""
    _entries: list[_Entry] = field(default_factory=list[_Entry])
    _attempts: Counter[str] = field(default_factory=Counter[str])
    _holds: list[Hold] = field(default_factory=list[Hold])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, fault: F, *, times: int = 1, path: str | None = None) -> F:
        """Spoil the next request or requests."""
        return self._plan(fault, _Entry(lambda text, turn: fault, path, left=times))

    def always(self, fault: F, *, path: str | None = None) -> F:
        """Spoil every request from now on, until `clear`."""
        return self._plan(fault, _Entry(lambda text, turn: fault, path))

    def for_text(self, text: str, fault: F, *, times: int | None = None) -> F:
        """Spoil the requests for exactly this text."""
        return self._plan(fault, _Entry(lambda text, turn: fault, "/", text, times))

    def random(self, seed: int, shares: Mapping[Fault, float]) -> None:
        """Spoil a share of all syntheses; which ones follows from seed, text and attempt."""
        faults, weights = [None, *shares], [1 - sum(shares.values()), *shares.values()]

        def dice(text: str, turn: int) -> Fault | None:
            return random.Random(f"{seed} {turn} {text}").choices(faults, weights)[0]

        for fault in shares:
            self._remember(fault)
        self._entries.append(_Entry(dice))

    def clear(self) -> None:
        """No more faults; what is held back goes on."""
        with self._lock:
            self._entries.clear()
        for hold in self._holds:
            hold.release()

    def pick(self, path: str, text: str) -> Fault:
        """The fault of one request; the entry that was planned first strikes first."""
        with self._lock:
            self._attempts[text] += 1
            for entry in self._entries:
                if entry.uploads or not entry.meets(path, text):
                    continue
                fault = entry.fault(text, self._attempts[text])
                if fault is None:
                    continue
                if entry.left is not None:
                    entry.left -= 1
                self.happened.append((fault.name, path, text))
                return fault
        return NO_FAULT

    def cut_upload_at(self, path: str) -> int | None:
        """After how many bytes of its body a request is cut off, None to let it come."""
        with self._lock:
            for entry in self._entries:
                fault = entry.fault("", 0) if entry.uploads and entry.meets(path, "") else None
                if fault is None:
                    continue
                if entry.left is not None:
                    entry.left -= 1
                self.happened.append((fault.name, path, ""))
                return fault.upload_at
        return None

    def _plan(self, fault: F, entry: _Entry) -> F:
        self._remember(fault)
        entry.uploads = fault.upload_at is not None
        with self._lock:
            self._entries.append(entry)
        return fault

    def _remember(self, fault: Fault) -> None:
        hold = fault.hold or getattr(fault, "gate", None)
        if hold:
            self._holds.append(hold)
