"""The engines there are, by the names castings call them; accounts come and go while it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from studio.engines.speech import Price, SpeaksLines, SpeechRequest
from studio.engines.text import WritesText
from studio.model.account import service_of


class _Engine(Protocol):
    @property
    def name(self) -> str: ...

    async def aclose(self) -> None: ...


E = TypeVar("E", bound=_Engine)


class ByName(Mapping[str, E], Generic[E]):
    """Each engine under its own name, such as `offline` or `minimax/main`.

    The bare name of a service, `minimax`, means the first of its accounts; it is found but not
    counted. Whoever holds them sees the engines as they are at the moment.
    """

    def __init__(self, engines: Iterable[E] = ()) -> None:
        self._engines: dict[str, E] = {engine.name: engine for engine in engines}
        self._listeners: list[Callable[[], None]] = []

    def __getitem__(self, name: str) -> E:
        """The engine of this name; raises KeyError."""
        found = self._engines.get(name)
        if found is None:
            found = next((e for key, e in self._engines.items() if service_of(key) == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._engines)

    def __len__(self) -> int:
        return len(self._engines)

    def become(self, engines: Iterable[E]) -> tuple[E, ...]:
        """Hold these engines from now on; returns those let go, for the caller to close."""
        before = tuple(self._engines.values())
        self._engines = {engine.name: engine for engine in engines}
        kept = tuple(self._engines.values())
        for listener in tuple(self._listeners):
            listener()
        return tuple(old for old in before if all(old is not new for new in kept))

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when the engines change; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def aclose(self) -> None:
        """Close every engine."""
        for engine in self._engines.values():
            await engine.aclose()


class Roster(ByName[SpeaksLines]):
    """Who can speak, and what else falls due with a voice's first line."""

    def __init__(
        self,
        engines: Iterable[SpeaksLines] = (),
        *,
        first_line_fee: Callable[[SpeechRequest], Price | None] = lambda request: None,
    ) -> None:
        """`first_line_fee` gives the fee a request makes fall due; quick, it reads no file."""
        super().__init__(engines)
        self._first_line_fee = first_line_fee

    def first_line_fee(self, request: SpeechRequest) -> Price | None:
        """What falls due with this request besides its own price, None for nothing."""
        return self._first_line_fee(request)


class Writers(ByName[WritesText]):
    """Who can write."""
