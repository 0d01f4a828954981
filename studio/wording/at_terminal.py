"""What is said at a terminal instead, where nothing can be cut, squeezed or raised by hand."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import SampleProblem
from studio.wording.sounds import SAMPLE

_IN_THE_WINDOW = "or cut it in the window."

_SAMPLE: Mapping[SampleProblem, str] = {
    SampleProblem.TOO_LONG: "{place}: the sample is too long{why}. Give a shorter file, "
    f"{_IN_THE_WINDOW}",
    SampleProblem.TOO_LARGE: "{place}: the file is too large{why}. Give a shorter file, "
    f"{_IN_THE_WINDOW}",
    SampleProblem.TOO_MANY: "There are too many samples{why}. Leave the worst out.",
    SampleProblem.QUIET: "{place}: the sample is quiet{why}. Record closer to the microphone, or "
    "give a louder file.",
    SampleProblem.LOUD: "{place}: the sample goes beyond full scale{why}. Give a file that is less "
    "loud.",
    SampleProblem.LONG_SILENCES: "{place}: the sample has long silences{why}. Give a file without "
    f"them, {_IN_THE_WINDOW}",
    SampleProblem.CUT_OFF: "{place}: the recording ends earlier than it says{why}. Give a whole "
    "copy of the file.",
    SampleProblem.TWO_CHANNELS: "{place}: the left and the right channel carry different "
    "voices{why}. Give a file of only the left channel or the right one, or choose it in the "
    "window.",
    SampleProblem.TWO_VOICES: "{place}: two voices may be speaking{why}. Listen to it, and give a "
    "file with only one of them.",
}
_INSTEAD = {SAMPLE[problem]: text for problem, text in _SAMPLE.items()}


def at_terminal(text: str) -> str:
    """A template as it is said at a terminal; to be given to `sentence`."""
    return _INSTEAD.get(text, text)
