"""Sounds that cost nothing because their words were paid for: takes, and what was heard before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from studio.audio.same_level import Samples
from studio.document import Document
from studio.engines.speech import SpeechRequest
from studio.errors import AudioError, ProjectFileError
from studio.model.ids import MediaKey
from studio.synthesis.known_takes import KnownTakes

REMEMBERED = 50
"""Auditions that can be heard again without being paid again."""


class FreeToHear:
    """Knows the project's takes and the last auditions by their words; lives as long as it."""

    def __init__(self, document: Document, samples: Callable[[MediaKey], Samples]) -> None:
        """`samples` gives the sound of a take; blocking."""
        self._document = document
        self._samples = samples
        self._takes = KnownTakes()
        self._heard: OrderedDict[str, Samples] = OrderedDict()

    def has(self, request: SpeechRequest) -> bool:
        """Whether these words need not be paid for."""
        self._takes.look_at(self._document.project.takes)
        return request.fingerprint in self._heard or self._takes.saying(request) is not None

    async def sound_of(self, request: SpeechRequest) -> Samples | None:
        """The sound of these words, None where it is not there or cannot be read any more."""
        heard = self._heard.get(request.fingerprint)
        self._takes.look_at(self._document.project.takes)
        take = self._takes.saying(request)
        if heard is not None or take is None:
            return heard
        try:
            return await asyncio.to_thread(self._samples, take.media)
        except (AudioError, ProjectFileError):
            return None

    def keep(self, request: SpeechRequest, samples: Samples) -> None:
        """Remember what was paid for: hearing it again costs nothing."""
        self._heard[request.fingerprint] = samples
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
