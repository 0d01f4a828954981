"""What can be wrong with a project file, one finding for each trouble."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """The kinds of damage a check tells apart."""

    PAGES = "pages"
    UNREADABLE = "unreadable"
    TABLE_MISSING = "table missing"
    INDEX_MISSING = "index missing"
    STRANGE_SCHEMA = "strange schema"
    CHECKSUM = "checksum"
    BODY = "body"
    DOUBLED = "doubled"
    ORDER = "order"
    PROJECT_LOST = "project lost"
    EPISODE_LOST = "episode lost"
    CHARACTER_LOST = "character lost"
    MEDIA_MISSING = "media missing"
    MEDIA_DAMAGED = "media damaged"
    PEAKS_MISSING = "peaks missing"
    PEAKS_DAMAGED = "peaks damaged"
    JOB = "job"
    EXCHANGE = "exchange"


HARMLESS = frozenset(
    {
        Wrong.CHARACTER_LOST,
        Wrong.MEDIA_MISSING,
        Wrong.MEDIA_DAMAGED,
        Wrong.PEAKS_MISSING,
        Wrong.PEAKS_DAMAGED,
        Wrong.JOB,
        Wrong.EXCHANGE,
    }
)
"""What does not make writing the file any more dangerous than it was."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the table it is in, and the row's key where there is one."""

    wrong: Wrong
    table: str = ""
    key: str = ""
    detail: str = ""

    @property
    def forbids_writing(self) -> bool:
        """Whether the file is to be repaired before it is written again."""
        return self.wrong not in HARMLESS
