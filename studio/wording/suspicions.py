"""Why somebody should listen to a take, by the name of the reason.

`found` and `expected` are what was measured and what is usual, written with their units.
"""

from __future__ import annotations

from collections.abc import Mapping

SUSPICION: Mapping[str, str] = {
    "damaged": "The sound cannot be read.",
    "empty": "Nobody speaks: silence, noise or a click.",
    "clipped start": "Begins in the middle of a sound.",
    "clipped end": "Ends in the middle of a sound.",
    "silence inside": "A silence of {found} inside.",
    "level jump": "{found} in level against the other takes of this voice.",
    "too long": "{found} long, and its place has {expected}.",
    "far from the estimate": "{found} long where about {expected} were expected.",
    "other pitch": "A voice at {found}, where this one is usually at {expected}.",
}


def suspicion_fields(reason: str, found: float, expected: float) -> dict[str, str]:
    """The two figures of a suspicion as its sentence has them."""
    match reason:
        case "level jump":
            return {"found": f"{found - expected:+.0f} dB", "expected": ""}
        case "other pitch":
            return {"found": f"{found:.0f} Hz", "expected": f"{expected:.0f} Hz"}
        case _:
            return {"found": f"{found:.1f} s", "expected": f"{expected:.1f} s"}
