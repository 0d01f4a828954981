"""What was measured of the sound of one take, once; judged in `suspicion`."""

from __future__ import annotations

from dataclasses import dataclass

QUIETEST_LUFS = -70.0
"""The loudness of silence."""

FAINT_LUFS = -50.0
"""What is no louder than this, nobody hears as speech."""


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """The figures of one recording; times in seconds, levels in decibels.

    `first_s` and `last_s` are where speech begins and ends. `start_db` and `end_db` are the levels
    of the outermost moments, and `speech_db` is what they are compared with. `pause_s` is the
    longest pause inside. `lively_db` is how far the loud moments are above the quiet ones.
    `sounding_s` is all that is not pause. `pitch_hz` is 0 where no voice has a pitch.
    """

    length_s: float
    first_s: float
    last_s: float
    start_db: float
    end_db: float
    speech_db: float
    loudness_lufs: float
    peak: float
    pause_s: float
    sounding_s: float
    lively_db: float
    pitch_hz: float

    @property
    def speech_s(self) -> float:
        """Seconds from the first to the last sound."""
        return self.last_s - self.first_s
