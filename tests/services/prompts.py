"""What the writing room asks a text model, in few words: `a_prompt("translate", rows=[…])`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.writing.fencing import Fence
from tests.services.writing import Prompt

Rows = Sequence[Mapping[str, Any]]


def a_prompt(task: str, source: str = "", target: str = "", **blocks: Rows | str) -> Prompt:
    """A prompt with its task in the first line and its blocks between fences."""
    return Prompt(a_body(task, source, target, **blocks))


def a_body(task: str, source: str = "", target: str = "", **blocks: Rows | str) -> dict[str, Any]:
    """The same as the body of a request."""
    fence = Fence()
    way = (f"; from {source}" if source else "") + (f"; to {target}" if target else "")
    system = f"Task: {task}{way}.\nYou write for the ear.\n{fence.rule}"
    said = "\n".join(fence.block(name, block) for name, block in blocks.items())
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": f"{said}\nAnswer with records."},
    ]
    return {"model": "small-model", "messages": messages}
