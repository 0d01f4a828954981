"""Finds the files that come with the studio: samples, icons, translations."""

from __future__ import annotations

from pathlib import Path


def resource(relative: str) -> Path:
    """The path of a shipped file or folder, `samples/night-ferry.fountain` for one.

    Works from a checkout and from an installed wheel; raises FileNotFoundError.
    """
    package = Path(__file__).parent
    for home in (package / "_resources", package.parent / "resources"):
        path = home / relative
        if path.exists():
            return path
    raise FileNotFoundError(f"resource not found: {relative}")
