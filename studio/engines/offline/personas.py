"""The twelve speakers of the offline engine, the same in every language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """A speaker in espeak-ng's units: words a minute, pitch, range 0-99 and volume 0-200.

    `volume` brings all speakers to the same level; `whisper` is the variant used when told to.
    """

    id: str
    name: str
    variant: str
    pitch: int
    range: int
    rate: int
    volume: int
    whisper: str
    gender: str
    age: str
    style: str


HIS_WHISPER = "whisper"
HER_WHISPER = "whisperf"
WHISPER_VOLUME = {HIS_WHISPER: 84, HER_WHISPER: 50}
"""Whispers are brought to one level too, a good step under the speaking voice."""

# The variants were chosen by measure: in English and in Chinese, mel spectrum in dB and twelve
# dB for each octave of pitch keep every pair apart by 6 and more.
PERSONAS = (
    Persona("narrator", "Narrator", "", 48, 40, 165, 79, HIS_WHISPER, "male", "adult", "even"),
    Persona("man", "Man", "Reed", 60, 50, 180, 54, HIS_WHISPER, "male", "adult", "clear"),
    Persona(
        "deep-man", "Deep man", "announcer", 45, 45, 165, 84, HIS_WHISPER, "male", "adult", "deep"
    ),
    Persona("old-man", "Old man", "m8", 45, 60, 150, 120, HIS_WHISPER, "male", "old", "worn"),
    Persona("boy", "Boy", "ed", 72, 60, 185, 30, HIS_WHISPER, "male", "child", "lively"),
    Persona("woman", "Woman", "f4", 54, 50, 175, 67, HER_WHISPER, "female", "adult", "clear"),
    Persona(
        "warm-woman", "Warm woman", "steph", 45, 50, 165, 66, HER_WHISPER, "female", "adult", "warm"
    ),
    Persona(
        "bright-woman",
        "Bright woman",
        "Alicia",
        55,
        65,
        185,
        82,
        HER_WHISPER,
        "female",
        "young",
        "bright",
    ),
    Persona(
        "elder-woman",
        "Elder woman",
        "grandma",
        36,
        65,
        150,
        85,
        HER_WHISPER,
        "female",
        "old",
        "kind",
    ),
    Persona("girl", "Girl", "anika", 58, 60, 160, 55, HER_WHISPER, "female", "child", "lively"),
    Persona(
        "whisper", "Whisper", "whisperf", 50, 50, 160, 50, HER_WHISPER, "female", "adult", "hushed"
    ),
    Persona("machine", "Machine", "klatt2", 30, 5, 165, 130, HIS_WHISPER, "", "", "flat"),
)


def persona(voice: str) -> Persona | None:
    """The speaker with this id, exactly."""
    return next((known for known in PERSONAS if known.id == voice), None)
