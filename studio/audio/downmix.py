"""The sound of a file of any layout as two channels."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

_HALF = sqrt(0.5)
_LEVELS = {
    "L": (1.0, 0.0),
    "R": (0.0, 1.0),
    "C": (_HALF, _HALF),
    "l": (_HALF, 0.0),
    "r": (0.0, _HALF),
    "b": (0.5, 0.5),
    "-": (0.0, 0.0),
    "M": (1.0, 1.0),
}
"""Left, right, centre, the sides, behind, what only shakes the floor, and a single channel."""

_PLACES = {
    "mono": "M", "stereo": "LR", "downmix": "LR", "2.1": "LR-", "3.0": "LRC", "3.0(back)": "LRb",
    "3.1": "LRC-", "4.0": "LRCb", "quad": "LRlr", "quad(side)": "LRlr", "4.1": "LRC-b",
    "5.0": "LRClr", "5.0(side)": "LRClr", "5.1": "LRC-lr", "5.1(side)": "LRC-lr",
    "6.0": "LRCblr", "6.0(front)": "LRlrlr", "hexagonal": "LRClrb", "6.1": "LRC-blr",
    "6.1(back)": "LRC-lrb", "6.1(front)": "LR-lrlr", "7.0": "LRClrlr", "7.0(front)": "LRClrlr",
    "7.1": "LRC-lrlr", "7.1(wide)": "LRC-lrlr", "7.1(wide-side)": "LRC-lrlr",
    "octagonal": "LRClrblr", "cube": "LRlrlrlr",
}  # fmt: skip
_USUAL = {1: "mono", 2: "stereo", 4: "quad", 6: "5.1", 8: "7.1"}


def weights_of(layout: str, channels: int) -> NDArray[np.float32]:
    """How much each channel counts on the left and on the right, (channels, 2).

    `layout` is ffmpeg's word; numbered channels are taken for what files of so many usually
    have, and where nothing is usual for odd ones left and even ones right.
    """
    places = _PLACES.get(layout, "") or _PLACES.get(_USUAL.get(channels, ""), "")
    if len(places) == channels:
        return np.array([_LEVELS[place] for place in places], np.float32)
    weights = np.zeros((channels, 2), np.float32)
    weights[0::2, 0] = 1.0 / len(weights[0::2])
    weights[1::2, 1] = 1.0 / max(len(weights[1::2]), 1)
    return weights


def downmixed(frames: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Frames (frames, channels) as (frames, 2); stereo stays as it is."""
    if weights.shape == (2, 2) and weights[0, 0] == weights[1, 1] == 1.0:
        return frames
    mixed = np.zeros((len(frames), 2), np.float32)
    for channel, sides in enumerate(weights):
        for side in range(2):
            if sides[side]:
                mixed[:, side] += frames[:, channel] * sides[side]
    return mixed
