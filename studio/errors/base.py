"""The root of the tree: whatever the studio can explain."""

from __future__ import annotations


class StudioError(Exception):
    """Anything the studio can explain to the person using it."""
