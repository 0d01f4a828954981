"""From an engine's bytes to a take: decoded once, measured, and drawn as peaks."""

from __future__ import annotations

from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.engines.speech import Speech
from studio.errors import AudioError, AudioProblem
from studio.model.ids import TakeId, new_id
from studio.model.span import seconds
from studio.model.take import Recording, Take
from studio.synthesis.plan import PlannedTake

_SLACK_S = 0.1
_SLACK_SHARE = 0.05
"""What may be missing of the length a service told: encoders count the silence they add."""


def recorded(planned: PlannedTake, speech: Speech, made_at: float) -> tuple[Take, Recording]:
    """The take and its sound; raises AudioError for bytes that hold none, or not all. Blocking."""
    samples = ingest(speech.data)
    if not len(samples):
        raise AudioError(AudioProblem.UNDECODABLE, planned.request.engine, "no samples")
    _check_length(planned, seconds(len(samples)), speech.length_ms / 1000)
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


def _check_length(planned: PlannedTake, heard: float, told: float) -> None:
    """Compare the seconds of a sound with what its service told; raises AudioError."""
    if told - heard > max(_SLACK_S, _SLACK_SHARE * told):
        detail = f"the sound ends after {heard:.1f} s of {told:.1f} s"
        raise AudioError(AudioProblem.UNDECODABLE, planned.request.engine, detail)
