"""What a sample is heard with."""

from __future__ import annotations

from typing import Any, Protocol

from studio.transport import Readable


class Player(Protocol):
    """Plays one sound at a time; what is played next takes the place of what sounds.

    `changed` is a signal without arguments: something began, ended or took another's place.
    """

    changed: Any

    @property
    def playing(self) -> bool:
        """Whether anything sounds."""
        ...

    @property
    def position(self) -> int:
        """The sample that is heard now, counted from the beginning of what is played."""
        ...

    def play(self, sound: Readable) -> None:
        """Play from the beginning to the end."""
        ...

    def plays(self, sound: Readable) -> bool:
        """Whether it plays, and plays this."""
        ...

    def stop(self) -> None:
        """Be silent."""
        ...
