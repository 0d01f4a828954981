"""The takes there are by the words they say: what is known is never spoken again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from studio.engines.speech import SpeechRequest
from studio.model.ids import LineId, TakeId, new_id
from studio.model.take import Take, Takes
from studio.synthesis.plan import PlannedTake


class KnownTakes:
    """One take for each fingerprint; what did not change since the last look costs nothing."""

    def __init__(self) -> None:
        self._by_words: dict[str, Take] = {}
        self._seen: Mapping[LineId, tuple[Take, ...]] = {}

    def look_at(self, takes: Takes) -> None:
        """Know the takes of a project, which were looked at before but for a few lines."""
        before = self._seen
        if takes.by_line is before:
            return
        for line, of_line in takes.by_line.items():
            if before.get(line) is not of_line:
                self._by_words |= {take.fingerprint: take for take in of_line}
        self._seen = takes.by_line

    def know(self, take: Take) -> None:
        """A take was made."""
        self._by_words[take.fingerprint] = take

    def saying(self, request: SpeechRequest) -> Take | None:
        """The take of the same words said the same way."""
        return self._by_words.get(request.fingerprint)


def copy_for(same: Take, planned: PlannedTake) -> Take:
    """Another line asks for the same sound: a take of its own, the recording shared."""
    return replace(
        same,
        id=TakeId(new_id()),
        line=planned.line,
        language=planned.language,
        made_at=time.time(),
        billed_characters=0,
        starred=False,
        note="",
        discarded=False,
        locked=False,
        parts=(),
    )
