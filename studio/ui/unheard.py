"""What cannot be heard is told, each thing once."""

from __future__ import annotations

from collections.abc import Sequence

from studio.errors import StudioError
from studio.ui.notices import Notices


class Unheard:
    """Remembers what was told: a damaged take is met at every arrangement."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._told: set[str] = set()

    def tell(self, damaged: Sequence[StudioError]) -> None:
        """Report what was not reported yet."""
        for error in damaged:
            if repr(error) not in self._told:
                self._told.add(repr(error))
                self._notices.report(error)
