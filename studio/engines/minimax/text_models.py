"""MiniMax's text models: their names, how they are told to think, and how long they answer."""

from __future__ import annotations

from typing import Any

from studio.engines.text import Thinking

MODELS = (
    "MiniMax-M3",
    "MiniMax-M3.1-Flash-Preview",
    "MiniMax-M2.7",
    "MiniMax-M2.7-highspeed",
    "MiniMax-M2.5",
    "MiniMax-M2.5-highspeed",
    "MiniMax-M2.1",
    "MiniMax-M2.1-highspeed",
    "MiniMax-M2",
    "MiniMax-M1",
    "MiniMax-Text-01",
)
"""Suggestions, the usual one first; the last two are gone from the service's own list."""

_FLASH = "MiniMax-M3.1-Flash"
_EFFORT = {Thinking.NONE: "low", Thinking.SOME: "medium", Thinking.MUCH: "max"}
_ROOM = {Thinking.NONE: 0, Thinking.SOME: 16_384, Thinking.MUCH: 65_536}
"""Tokens that thinking may take beside the answer; the service counts both as one."""


def usual(model: str) -> str:
    """The model meant: the usual one when none is named."""
    return model.strip() or MODELS[0]


def told_to_think(model: str, thinking: Thinking) -> dict[str, Any]:
    """How a model is told; whatever it thinks comes apart from its answer where it can."""
    if model.startswith(_FLASH):
        return {"reasoning_effort": _EFFORT[thinking], "reasoning_split": True}
    if model.startswith("MiniMax-M3"):
        if thinking is Thinking.NONE:
            return {"thinking": {"type": "disabled"}}
        return {"thinking": {"type": "adaptive"}, "reasoning_split": True}
    return {"reasoning_split": True} if model.startswith("MiniMax-M2") else {}


def longest_answer(model: str, wanted: int, thinking: Thinking) -> int:
    """Tokens to ask for, the thinking among them; 0 is wanted for as long as advised."""
    newest = model.startswith("MiniMax-M3")
    most, usual = (524_288, 131_072) if newest else (204_800, 65_536)
    if not wanted:
        return usual
    told = newest and not model.startswith(_FLASH)
    thinks = thinking if told or thinking is not Thinking.NONE else Thinking.SOME
    return min(most, wanted + _ROOM[thinks])
