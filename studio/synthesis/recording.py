"""From an engine's bytes to a take: decoded once, measured, and drawn as peaks."""

from __future__ import annotations

from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.engines.speech import Speech
from studio.errors import AudioError, AudioProblem
from studio.model.ids import TakeId, new_id
from studio.model.take import Recording, Take
from studio.synthesis.plan import PlannedTake


def recorded(planned: PlannedTake, speech: Speech, made_at: float) -> tuple[Take, Recording]:
    """The take and its sound; raises AudioError for bytes that hold none. Blocking."""
    samples = ingest(speech.data)
    if not len(samples):
        raise AudioError(AudioProblem.UNDECODABLE, planned.request.engine, "no samples")
    recording = Recording(speech.data, peaks_of(samples).to_bytes())
    request = planned.request
    take = Take(
        id=TakeId(new_id()),
        line=planned.line,
        language=planned.language,
        media=recording.key,
        length=len(samples),
        fingerprint=request.fingerprint,
        engine=request.engine,
        model=request.model,
        voice=request.voice,
        said=request.text,
        made_at=made_at,
        billed_characters=speech.billed_characters,
    )
    return take, recording
