"""Files that cannot be read are moved out of the way, over no other one, where one can look."""

from __future__ import annotations

from pathlib import Path


def name_aside(path: Path, why: str) -> Path:
    """The first free name beside a file for it as it is: `settings-unreadable-1.toml`."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-{why}-{number}{path.suffix}")).exists():
        number += 1
    return aside


def move_database_aside(path: Path) -> Path:
    """Move a damaged database out of the way with what belongs to it; its new name.

    Raises OSError. The caller sees to it that no other program looks at the same time.
    """
    aside = name_aside(path, "damaged")
    for end in ("-wal", "-shm", ""):
        beside = Path(f"{path}{end}")
        if beside.exists():
            beside.rename(Path(f"{aside}{end}"))
    return aside
