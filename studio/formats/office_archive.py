"""Office files are archives of XML: measured before anything that builds trees may open them.

What is handed on is what was measured. An archive may lie about the size of its parts, and the
libraries that read workbooks and documents believe it or end the whole program.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from studio.errors import ScriptError, ScriptProblem

LARGEST_INSIDE = 64 << 20
"""Bytes of XML that an office file may unfold to."""

MOST_TAGS = 2_000_000
"""Tags in all parts of a document; each becomes a node of a tree in memory."""

_UNFOLDS = f"it unfolds to more than {LARGEST_INSIDE >> 20} MB"
_MOST_PARTS = 10_000
_READ = (".xml", ".rels", "mimetype")


def sound_archive(
    data: bytes,
    *,
    source: str = "",
    most_tags: int = 0,
    measure: Callable[[str, bytes], None] | None = None,
) -> bytes:
    """The file with its XML unfolded and its pictures emptied; raises ScriptError.

    `most_tags` limits what becomes a tree, `measure` looks at each part before it is handed on.
    """
    out = BytesIO()
    left, tags = LARGEST_INSIDE, 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise _too_large(source, f"{len(parts):,} parts")
            for part in parts:
                text = b""
                if part.filename.casefold().endswith(_READ):
                    if part.file_size > left:
                        raise _too_large(source, _UNFOLDS)
                    text = archive.read(part)
                left -= len(text)
                tags += text.count(b"<") if most_tags else 0
                if tags > most_tags:
                    raise _too_large(source, f"more than {most_tags:,} tags")
                if measure is not None:
                    measure(part.filename, text)
                copy.writestr(part.filename, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ScriptError(ScriptProblem.MALFORMED, source, detail="not an office file") from error
    except (NotImplementedError, RuntimeError) as error:
        told = "it is encrypted, or packed in an uncommon way"
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from error
    return out.getvalue()


def _too_large(source: str, told: str) -> ScriptError:
    return ScriptError(ScriptProblem.TOO_LARGE, source, detail=told)
