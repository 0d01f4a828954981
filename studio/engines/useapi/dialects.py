"""The two generations of useapi's speech interface, and what each takes.

`speech/…` is the current one. The vendor closed `audio/…`; it is spoken only when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

_FEELINGS = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")
_AS_SENT = {"calm": "neutral"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One generation: lengths in characters, 0 where there are no jobs; `read_s` for one line."""

    name: str
    models: tuple[str, ...]
    feelings: tuple[str, ...]
    longest_call: int
    longest_job: int
    longest_turbo_job: int
    read_s: float
    wraps_voices: bool

    def longest(self, model: str) -> int:
        """The longest text a model takes, in one call or as a job."""
        job = self.longest_turbo_job if is_turbo(model) else self.longest_job
        return max(self.longest_call, job)

    def emotions(self, model: str) -> tuple[str, ...]:
        """The emotions a casting may name; only the 2.6 models are known to speak `fluent`."""
        others = tuple(each for each in self.feelings if each not in _FEELINGS)
        return _FEELINGS + (others if model.startswith("speech-2.6") else ())

    def emotion_sent(self, emotion: str, model: str) -> str:
        """The emotion as this generation calls it, empty where it has none such."""
        known = (*self.emotions(model), *_AS_SENT.values())
        return _AS_SENT.get(emotion, emotion) if emotion in known else ""

    def path(self, what: str = "") -> str:
        """The path of one of its calls, from the prefix on."""
        return f"{self.name}/{what}"


SPEECH = Dialect(
    "speech",
    (
        "speech-2.8-hd",
        "speech-2.8-turbo",
        "speech-2.6-hd",
        "speech-2.6-turbo",
        "speech-2.5-hd-preview",
        "speech-2.5-turbo-preview",
        "speech-02-hd",
        "speech-02-turbo",
        "speech-01-hd",
        "speech-01-turbo",
    ),
    (*_FEELINGS, "fluent"),
    longest_call=3000,
    longest_job=5000,
    longest_turbo_job=10_000,
    read_s=180.0,
    wraps_voices=True,
)
AUDIO = Dialect(
    "audio",
    ("speech-02-hd", "speech-01-hd", "speech-02-turbo", "speech-01-turbo"),
    _FEELINGS,
    longest_call=500,
    longest_job=0,
    longest_turbo_job=0,
    read_s=60.0,
    wraps_voices=False,
)

OFF = "off"


def meant(option: str) -> Dialect:
    """The generation that an account's option names; `auto` is the current one."""
    return AUDIO if option == AUDIO.name else SPEECH


def is_turbo(model: str) -> bool:
    """Whether a model is one of the quicker, cheaper ones."""
    return "turbo" in model
