"""How lines and their pieces sound, set by hand: gain, mute, fades, tempo, effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from studio.errors import EditProblem, EditRefused
from studio.model.cutting import piece_of, recut, with_piece
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.moving import Ripple, changing
from studio.model.reel import Reel
from studio.model.timeline import FASTEST, SLOWEST

LOUDEST_DB = 12.0
QUIETEST_DB = -48.0


def gain(reel: Reel, lines: Iterable[LineId], by_db: float) -> Episode:
    """The episode with lines louder by decibels, from -48 to +12."""
    return changing(
        reel, lines, lambda _, held: replace(held, gain_db=_turned(held.gain_db, by_db))
    )


def gain_piece(reel: Reel, line: LineId, piece: int, by_db: float) -> Episode:
    """The episode with one piece louder than its line by decibels more, from -48 to +12."""
    known = piece_of(reel, line, piece)
    return with_piece(reel, line, piece, replace(known, gain_db=_turned(known.gain_db, by_db)))


def _turned(gain_db: float, by_db: float) -> float:
    return min(max(gain_db + by_db, QUIETEST_DB), LOUDEST_DB)


def mute(reel: Reel, lines: Iterable[LineId], silent: bool) -> Episode:
    """The episode with lines silent or sounding."""
    return changing(reel, lines, lambda _, held: replace(held, muted=silent))


def mute_piece(reel: Reel, line: LineId, piece: int, silent: bool) -> Episode:
    """The episode with one piece silent or sounding as its line does."""
    known = piece_of(reel, line, piece)
    return with_piece(reel, line, piece, replace(known, muted=silent))


def fade(
    reel: Reel,
    line: LineId,
    piece: int,
    *,
    fade_in: int | None = None,
    fade_out: int | None = None,
) -> Episode:
    """The episode with other fades of a piece, in samples; as long as both have room.

    What is given wins over the other one; None leaves it as it is.
    """
    known = piece_of(reel, line, piece)
    length = known.played(reel.slot(line).tempo).length
    rising = known.fade_in if fade_in is None else min(max(fade_in, 0), length)
    falling = known.fade_out if fade_out is None else min(max(fade_out, 0), length)
    if fade_out is None:
        falling = min(falling, length - rising)
    rising = min(rising, length - falling)
    return with_piece(reel, line, piece, replace(known, fade_in=rising, fade_out=falling))


def tempo(reel: Reel, lines: Iterable[LineId], factor: float, ripple: Ripple) -> Episode:
    """The episode with lines spoken at a tempo; raises EditRefused outside of 0.5 to 2."""
    if not SLOWEST <= factor <= FASTEST:
        raise EditRefused(EditProblem.OUT_OF_RANGE, f"{factor:g}")
    timeline = reel.timeline
    changed = {line: replace(timeline.placement(line), tempo=factor) for line in lines}
    return recut(reel, changed, ripple).episode


def effect(reel: Reel, lines: Iterable[LineId], name: str) -> Episode:
    """The episode with lines heard through an effect; an empty name is that of their lane."""
    return changing(reel, lines, lambda _, held: replace(held, effect=name))
