"""The papers of consents, kept in the library with the voices they are for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from studio.errors import ConsentError, ConsentProblem
from studio.model.consent import Consent
from studio.store.voice_library_files import KeptFiles


def keep_papers(files: KeptFiles, papers: Iterable[Path], consents: Iterable[Consent]) -> None:
    """Keep the files that these consents name by their bytes; others are not needed.

    Raises ConsentError for one that is no longer as it was chosen, and VoiceLibraryError. Blocking.
    """
    missing = {c.document.sha256: c.document.name for c in consents if c.document}
    missing.pop("", None)
    chosen = set(papers)
    for paper in chosen:
        missing.pop(files.keep(paper), None)
    left = [name for name in missing.values() if name in {paper.name for paper in chosen}]
    if left:
        raise ConsentError(ConsentProblem.UNREADABLE, left[0], detail="it was changed meanwhile")
