"""What is left of a casting when it gets another voice, perhaps of another engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.engines.speech import Limits, Range, Setting, SpeaksLines
from studio.model.account import service_of
from studio.model.cast import Casting, Scalar
from studio.model.project import Project


def moved(
    project: Project,
    known: Casting | None,
    engine: str,
    voice: str,
    engines: Mapping[str, SpeaksLines],
) -> Casting:
    """The casting with this voice; another engine gets what it takes in the same way.

    Another account of the same service is the same engine in this respect.
    """
    if known is None:
        return Casting(engine, voice)
    if _same(known.engine, engine, engines):
        return replace(known, voice=voice)
    if service_of(known.engine) == service_of(engine):
        return replace(known, engine=engine, voice=voice)
    bare = Casting(engine, voice)
    before, after = limits_of(project, known, engines), limits_of(project, bare, engines)
    return _taking_along(known, bare, before, after) if before and after else bare


def limits_of(
    project: Project, casting: Casting, engines: Mapping[str, SpeaksLines]
) -> Limits | None:
    """What the engine of a casting takes with its model, None when the engine is not here."""
    engine = engines.get(casting.engine)
    return engine.limits(project.model_for(casting)) if engine else None


def _same(one: str, other: str, engines: Mapping[str, SpeaksLines]) -> bool:
    """Whether two names mean one engine: `minimax` is the first account of that service."""
    found = engines.get(one)
    return one == other or (found is not None and found is engines.get(other))


def _taking_along(known: Casting, bare: Casting, before: Limits, after: Limits) -> Casting:
    return replace(
        bare,
        speed=_if_within(after.speed, known.speed, bare.speed),
        pitch=_if_within(after.pitch, known.pitch, bare.pitch),
        volume=_if_within(after.volume, known.volume, bare.volume),
        emotion=known.emotion if known.emotion in after.emotions else "",
        settings=_shared(known.settings, before.settings, after.settings),
    )


def _if_within(range_: Range, value: float, otherwise: float) -> float:
    return value if range_.least <= value <= range_.most else otherwise


def _shared(
    values: Mapping[str, Scalar], before: tuple[Setting, ...], after: tuple[Setting, ...]
) -> dict[str, Scalar]:
    """The values of settings both engines have alike."""
    alike = {setting.name for setting in before if setting in after}
    return {name: value for name, value in values.items() if name in alike}
