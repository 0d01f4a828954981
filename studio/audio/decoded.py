"""Takes as samples, decoded and treated once per machine, mapped from a cache."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from studio.audio.decode import ingest
from studio.audio.sample_files import SampleFile, mapped, prepare
from studio.audio.tempo import stretched
from studio.audio.treatment import UNTREATED, Treatment, coloured
from studio.model.ids import MediaKey
from studio.model.span import SAMPLE_RATE

CACHE_BUDGET = 4 << 30
"""Bytes of decoded sound kept on disk between two runs."""

MEMORY_BUDGET = 256 << 20
"""Bytes kept in memory when the disk cannot be used."""

_PLAIN_KEY = re.compile(r"[0-9a-f]{64}")


_Make = Callable[[], NDArray[np.float32]]


class DecodedTakes:
    """Samples by media key and treatment: mono float32 at the project rate, read-only.

    Files are mapped, so takes in use cost no memory of the process. Threads and processes may
    share a folder.
    """

    def __init__(
        self, folder: Path, read: Callable[[MediaKey], bytes], *, budget: int = CACHE_BUDGET
    ) -> None:
        self._folder = folder
        self._read = read
        self._mapped: WeakValueDictionary[MediaKey, NDArray[np.float32]] = WeakValueDictionary()
        self._held = _Held(MEMORY_BUDGET)
        self._lock = threading.Lock()
        prepare(folder, budget)

    def samples(self, key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        """A take as it is or as a clip needs it; what was made once is kept.

        Raises what `read` raises, and AudioError if it is undecodable or cannot be treated.
        """
        if treatment == UNTREATED:
            return self._kept(key, lambda: ingest(self._read(key), source=key))
        at_tempo = Treatment(treatment.tempo)
        if treatment == at_tempo:
            made = self._stretched(key, treatment)
        else:
            made = self._coloured(key, treatment, at_tempo)
        return self._kept(MediaKey(treatment.name(key)), made)

    def _stretched(self, key: MediaKey, treatment: Treatment) -> _Make:
        return lambda: stretched(self.samples(key), treatment.tempo)

    def _coloured(self, key: MediaKey, treatment: Treatment, at_tempo: Treatment) -> _Make:
        return lambda: coloured(self.samples(key, at_tempo), treatment)

    def _kept(self, key: MediaKey, make: _Make) -> NDArray[np.float32]:
        """What is known under this name, else made and kept under it."""
        with self._lock:
            known = self._mapped.get(key)
            if known is None:
                known = self._held.get(key)
        if known is not None:
            return known
        path = self._folder / _file_name(key)
        found = mapped(path)
        if found is None:
            made = make()
            found = mapped(path) if _stored(path, made) else None
            if found is None:
                with self._lock:
                    return self._held.keep(key, made)
        with self._lock:
            return self._mapped.setdefault(key, found)


class _Held:
    """Samples in memory, the longest unused let go first."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._size = 0
        self._samples: OrderedDict[MediaKey, NDArray[np.float32]] = OrderedDict()

    def get(self, key: MediaKey) -> NDArray[np.float32] | None:
        """The samples, if they are still here."""
        if key in self._samples:
            self._samples.move_to_end(key)
        return self._samples.get(key)

    def keep(self, key: MediaKey, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Hold these samples, and return those to use: another thread may have been first."""
        known = self._samples.setdefault(key, samples)
        if known is samples:
            samples.flags.writeable = False
            self._size += samples.nbytes
        while self._size > self._budget and len(self._samples) > 1:
            self._size -= self._samples.popitem(last=False)[1].nbytes
        return known


def _file_name(key: MediaKey) -> str:
    """The cache's name for a key; one that is no hash cannot name a path of its own."""
    plain = _PLAIN_KEY.fullmatch(key)
    name = key if plain else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{SAMPLE_RATE}.f32"


def _stored(path: Path, samples: NDArray[np.float32]) -> bool:
    """Whether the samples are in the cache now; a cache that cannot grow is no error."""
    try:
        with SampleFile(path) as file:
            file.write(samples)
            file.finish()
    except OSError:
        return False
    return True
