"""Text as XML may hold it."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_text(words: str) -> str:
    """Words without the characters that no XML file may hold, in whatever writing."""
    return _NOT_XML.sub("", words)
