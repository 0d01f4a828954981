"""How many lines of an episode sound, and how many do not or otherwise than they should."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.episode import Episode
from studio.synthesis.plan import TakeState
from studio.synthesis.status import LineStatus

IN_BOOTH = frozenset({TakeState.WAITING, TakeState.SPEAKING})


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Lines of an episode in one language.

    `missing` ones have no take, `stale` ones one that no longer fits; both are there to be
    voiced. The other lines that want a look are `in_booth`, `refused` by their engine, or
    `failed` although a take that fits is there, not circled.
    """

    missing: int = 0
    stale: int = 0
    in_booth: int = 0
    refused: int = 0
    failed: int = 0

    @property
    def to_voice(self) -> int:
        """Lines that voicing would give something new."""
        return self.missing + self.stale


def counts_of(status: LineStatus, episode: Episode, language: str) -> LineCounts:
    """The counts of an episode; works out every line, so call it in a thread."""
    wanted = frozenset(status.lines_without_take(episode, language))
    found = [(line.id in wanted, status.of(line, language)) for line in episode.spoken_lines]
    stale = sum(wants and state.take is not None for wants, state in found)
    others = [state.state for wants, state in found if not wants]
    return LineCounts(
        missing=len(wanted) - stale,
        stale=stale,
        in_booth=sum(state in IN_BOOTH for state in others),
        refused=others.count(TakeState.REFUSED),
        failed=others.count(TakeState.FAILED),
    )
