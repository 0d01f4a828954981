"""Writes a glossary as CSV, as `glossary_file` reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from studio.model.project import GlossaryEntry


def glossary_text(entries: Iterable[GlossaryEntry], language: str) -> str:
    """The entries of one language: a row each under `term,LANGUAGE,kind,note,locked`."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("term", language, "kind", "note", "locked"))
    for entry in entries:
        if entry.language == language:
            locked = "yes" if entry.locked else "no"
            rows.writerow((entry.term, entry.translation, entry.kind, entry.note, locked))
    return file.getvalue()
