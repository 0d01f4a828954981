"""An episode of 10,000 clips in hand: laid out, gripped, moved with all that follows, tightened.

Judged is the time that the processor worked for it, as other programs may keep it waiting. The
collector is off, as it is in the program, which collects between two events.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import thread_time

from studio.model.cutting import trim
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, MediaKey, TakeId
from studio.model.line import LineKind, new_line
from studio.model.moving import Grip, Ripple
from studio.model.reel import Reel
from studio.model.take import Take, Takes
from studio.model.tightening import tighten
from studio.model.timeline import GapRules
from tests.bench.figures import Figure, at_most, stated

CLIPS = 10_000
SCENE = 40
LANES = 8
LIMIT_MS = 30.0


def run() -> list[Figure]:
    """Milliseconds for each, the median of several."""
    reel = _reel()
    clips, first = reel.clips(), reel.slots()[1].line.id
    grip = Grip(reel, [first], Ripple.TO_PIN)
    assert len(clips) == CLIPS and len(grip.moving) == CLIPS - 1
    rippled = replace(reel, episode=grip.moved(4800))
    assert rippled.clips()[-1].timeline_span == clips[-1].timeline_span.moved(4800)
    end = clips[-1].timeline_span.end
    return [
        at_most("lay out all clips", _ms(lambda: replace(reel).clips()), LIMIT_MS, "ms"),
        at_most(
            "take a clip in hand, all others following",
            _ms(lambda: Grip(reel, [first], Ripple.TO_PIN)),
            LIMIT_MS,
            "ms",
        ),
        at_most("what moves, at a move of the mouse", _ms(lambda: grip.numbers(clips)), 4, "ms"),
        at_most("let go of it: the edit", _ms(lambda: grip.moved(4800)), LIMIT_MS, "ms"),
        at_most(
            "the same where nothing else may move",
            _ms(lambda: Grip(reel, [first], Ripple.OFF).moved(4800)),
            LIMIT_MS,
            "ms",
        ),
        stated(
            "trim a clip, all others following",
            _ms(lambda: trim(reel, first, 0, end=-480, ripple=Ripple.TO_PIN)),
            "ms",
        ),
        stated("tighten by a tenth", _ms(lambda: tighten(reel, end * 9 // 10), 3), "ms"),
    ]


def _ms(work: Callable[[], object], times: int = 15) -> float:
    """Milliseconds the processor worked for it, the median of so many times."""
    spent: list[float] = []
    gc.disable()
    try:
        for _ in range(times):
            begun = thread_time()
            work()
            spent.append(1000 * (thread_time() - begun))
    finally:
        gc.enable()
    return median(spent)


def _reel() -> Reel:
    lines = [
        new_line(LineKind.DIALOGUE, {"en": "Yes."}, character=CharacterId(f"c{number % LANES}"))
        for number in range(CLIPS)
    ]
    takes = {
        line.id: (
            Take(
                *(TakeId(line.id), line.id, "en", MediaKey(line.id), 48_000 + 7 * number),
                *("", "offline", "", "", "Yes.", 1.0),
            ),
        )
        for number, line in enumerate(lines)
    }
    for scene in range(CLIPS, 0, -SCENE):
        lines.insert(scene - SCENE, new_line(LineKind.HEADING, {"en": "INT. DECK"}))
    return Reel(Episode(EpisodeId("e"), 1, "", tuple(lines)), "en", Takes(takes), GapRules())
