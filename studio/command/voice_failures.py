"""Voices that an engine does not take, told once each instead of once for every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.command.counting import counted
from studio.errors import VoiceRefused
from studio.model.account import service_of
from studio.model.ids import LineId
from studio.model.project import Project
from studio.synthesis.batch import Failure


@dataclass(frozen=True, slots=True)
class FailedVoice:
    """A voice that gave no take, who is cast with it, and how many lines failed for it."""

    engine: str
    voice: str
    characters: tuple[str, ...]
    lines: int
    detail: str

    @property
    def told(self) -> str:
        """What is wrong with it, and what to do."""
        why = f" ({self.detail})" if self.detail else ""
        *most, last = self.characters
        whom = f"{', '.join(most)} and {last}" if most else last
        return (
            f"{self.engine} does not speak with the voice “{self.voice}” of {whom}{why}; "
            f"{counted(self.lines, 'line')} failed. Choose another in the cast file or the window: "
            f"“understudy voices --engine {service_of(self.engine)}” lists those there are."
        )


def failed_voices(
    project: Project, failures: Iterable[Failure]
) -> Mapping[tuple[LineId, str], FailedVoice]:
    """By line and language the voice for which it failed; other failures are left out."""
    lines = {line.id: line for _, line in project.lines}
    met: dict[tuple[str, str], dict[tuple[LineId, str], VoiceRefused]] = {}
    for failure in failures:
        casting = project.casting_of(lines[failure.line], failure.language)
        if isinstance(failure.error, VoiceRefused) and casting:
            voice = met.setdefault((casting.engine, casting.voice), {})
            voice[failure.line, failure.language] = failure.error
    found: dict[tuple[LineId, str], FailedVoice] = {}
    for (engine, voice), errors in met.items():
        speakers = {lines[line].character for line, _ in errors}
        known = [who.name for who in project.cast if who.id in speakers]
        names = (*known, "nobody") if None in speakers else tuple(known)
        detail = next(iter(errors.values())).detail
        told = FailedVoice(engine, voice, names, len(errors), detail)
        found |= dict.fromkeys(errors, told)
    return found
