"""What each line asks of its engine, which takes are missing or stale, and what they will cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from studio.engines.speech import FindsSpeech, Price, Reading, SpeaksLines, SpeechRequest
from studio.errors import EngineRefused, NothingToSay
from studio.model.cast import Casting
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.store.jobs import Job
from studio.synthesis.pricing import Priced, price_of

Engines = Mapping[str, SpeaksLines]


class TakeState(StrEnum):
    """Where a line stands on its way to sound."""

    SILENT = "silent"
    UNCAST = "uncast"
    REFUSED = "refused"
    MISSING = "missing"
    STALE = "stale"
    READY = "ready"
    WAITING = "waiting"
    SPEAKING = "speaking"
    UNSURE = "unsure"
    FAILED = "failed"


NEEDS_TAKE = frozenset({TakeState.MISSING, TakeState.STALE, TakeState.FAILED})
"""States of a line that sounds, or is silent, otherwise than it should."""

Unsure = Mapping[tuple[LineId, str, str], Job]
"""By line, language and fingerprint what was sent to a service that bills, its answer lost."""

NOTHING_LOST: Unsure = {}


@dataclass(frozen=True, slots=True)
class LineState:
    """Where one line stands in one language; `reason` says why it cannot be voiced."""

    state: TakeState
    take: Take | None = None
    request: SpeechRequest | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTake:
    """One take to be made."""

    line: LineId
    language: str
    request: SpeechRequest
    price: Price


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a batch will make and what it will cost.

    `unvoiceable` lines are left out of it, and so are the `unsure` ones, which may be billed
    twice when they are asked for again.
    """

    takes: tuple[PlannedTake, ...]
    unvoiceable: tuple[tuple[LineId, LineState], ...] = ()
    unsure: tuple[PlannedTake, ...] = ()

    @property
    def billed_characters(self) -> int:
        """Characters as the services will bill them."""
        return sum(take.price.billed_characters for take in self.takes)

    @property
    def amount(self) -> Mapping[str, Decimal]:
        """Money for the characters by currency, free takes left out."""
        sums: dict[str, Decimal] = {}
        for take in self.takes:
            if take.price.amount:
                currency = take.price.currency
                sums[currency] = sums.get(currency, Decimal(0)) + take.price.amount
        return sums

    @property
    def priced(self) -> tuple[Priced, ...]:
        """What each take asks for and costs, with the fees that fall due."""
        return tuple((take.request, take.price) for take in self.takes)


def reading_of(project: Project, line: Line, language: str, casting: Casting) -> Reading:
    """How a line is to be read by the voice cast for it; the line's emotion goes first."""
    return Reading(
        text=line.words(language),
        language=language,
        voice=casting.voice,
        model=project.model_for(casting),
        speed=casting.speed,
        pitch=casting.pitch,
        volume=casting.volume,
        emotion=line.emotion or casting.emotion,
        direction=line.direction,
        settings=casting.settings,
        pronunciations=tuple(
            (known.written, known.spoken)
            for known in project.pronunciations
            if known.language == language
        ),
    )


def state_of(
    project: Project, line: Line, language: str, engines: Engines, unsure: Unsure = NOTHING_LOST
) -> LineState:
    """Where a line stands, jobs in the booth not looked at."""
    take = project.takes.circled(line, language)
    if not line.spoken or not line.words(language).strip():
        return LineState(TakeState.SILENT, take)
    casting = project.casting_of(line, language)
    if casting is None:
        return LineState(TakeState.UNCAST, take)
    engine = engines.get(casting.engine)
    if engine is None:
        missing = f"this machine has no account or engine called {casting.engine}"
        return LineState(TakeState.REFUSED, take, None, missing)
    try:
        request = engine.prepare(reading_of(project, line, language, casting))
    except NothingToSay:
        return LineState(TakeState.SILENT, take)
    except EngineRefused as refusal:
        return LineState(TakeState.REFUSED, take, None, refusal.detail)
    if take and take.fingerprint == request.fingerprint:
        return LineState(TakeState.READY, take, request)
    lost = unsure.get((line.id, language, request.fingerprint))
    if lost and not isinstance(engine, FindsSpeech):
        return LineState(TakeState.UNSURE, take, request, lost.reason)
    return LineState(TakeState.STALE if take else TakeState.MISSING, take, request)


def plan_batch(
    project: Project,
    lines: Iterable[Line],
    language: str,
    engines: Engines,
    unsure: Unsure = NOTHING_LOST,
) -> BatchPlan:
    """The takes that are missing or stale among these lines."""
    takes: list[PlannedTake] = []
    unvoiceable: list[tuple[LineId, LineState]] = []
    doubtful: list[PlannedTake] = []
    for line in lines:
        found = state_of(project, line, language, engines, unsure)
        if found.state in (TakeState.UNCAST, TakeState.REFUSED):
            unvoiceable.append((line.id, found))
        elif found.request is None:
            continue
        elif found.state is TakeState.UNSURE:
            doubtful.append(planned(line, language, found.request, engines))
        elif needs_take(project, line, language, found):
            takes.append(planned(line, language, found.request, engines))
    copies, doubtful = _copies_among(doubtful, project)
    return BatchPlan((*takes, *copies), tuple(unvoiceable), tuple(doubtful))


def _copies_among(
    doubtful: list[PlannedTake], project: Project
) -> tuple[list[PlannedTake], list[PlannedTake]]:
    """The lines in doubt whose words were made elsewhere, to be had for nothing, and the others."""
    if not doubtful:
        return [], []
    known = {take.fingerprint for take in project.takes}
    copies = [
        replace(take, price=Price()) for take in doubtful if take.request.fingerprint in known
    ]
    return copies, [take for take in doubtful if take.request.fingerprint not in known]


def needs_take(project: Project, line: Line, language: str, found: LineState) -> bool:
    """Whether voicing would give a line something new.

    It would not where a fresh take is there already and an older one was circled by hand, or is
    locked.
    """
    if found.state not in NEEDS_TAKE or found.request is None:
        return False
    if language not in line.circled and not (found.take and found.take.locked):
        return True
    fingerprint = found.request.fingerprint
    return all(take.fingerprint != fingerprint for take in project.takes.of(line.id, language))


def planned(line: Line, language: str, request: SpeechRequest, engines: Engines) -> PlannedTake:
    """One take with its price."""
    return PlannedTake(line.id, language, request, price_of(request, engines))
