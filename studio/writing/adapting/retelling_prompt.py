"""What a model is told and asked when it makes a script of prose in words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.engines.text import Message, TextRequest
from studio.writing.adapting.order import AdaptOrder
from studio.writing.drafting.speakers import NARRATOR
from studio.writing.fencing import Fence
from studio.writing.tokens import tokens_in
from studio.writing.tongues import name_of

TEMPERATURE = 0.5
_SHOWN = 6
"""Lines that are shown of what is written already."""


def retelling_request(
    order: AdaptOrder,
    fence: Fence,
    cast: Sequence[Mapping[str, str]],
    part: str,
    written: Sequence[Mapping[str, str]],
) -> TextRequest:
    """The request for a part of the prose; with what is written of it, for the rest."""
    blocks = [fence.block("cast", cast), fence.block("prose", part)]
    ask = "Make the whole of this prose a script."
    if written:
        blocks.append(fence.block("written", written[-_SHOWN:]))
        ask = "These are the last lines that are written of it. Go on right after them."
    return TextRequest(
        _system(order, fence),
        (Message("user", "\n".join([*blocks, ask])),),
        temperature=TEMPERATURE,
        longest_answer=1000 + 4 * tokens_in(part),
    )


def _system(order: AdaptOrder, fence: Fence) -> str:
    return "\n\n".join(
        (
            f"Task: adapt; from {order.language}.",
            f"You make scripts for the ear out of prose. Write in {name_of(order.language)}, the "
            "language of the prose. What people say in it they say in the script, in its words "
            "where these can be spoken; what is only told becomes dialogue, a short passage of the "
            "narrator, or an action of few words. Nothing that matters to the story is lost and "
            "no event is added.",
            "A line is one thought of one speaker, twelve seconds at most, and holds only what is "
            "said aloud: no names before it, no brackets, no marks of style. Numbers and short "
            "forms are written as they are spoken.",
            "Answer with records only, one JSON object to a line and nothing else:\n"
            '{"k":"char","id":"c7","name":"…","gender":"…","age":"…","role":"…","style":"…",'
            '"voice":"…"} for somebody who is not in the cast, before their first line; gender and '
            "age are English words\n"
            '{"k":"scene","id":"s2","head":"…"} where the place or the time changes\n'
            '{"k":"line","s":"s2","c":"c7","e":"…","d":"…","p":0,"x":"…"}: c is the speaker’s id, '
            f"{NARRATOR} for the narrator, empty for an action; e is one of happy, sad, angry, "
            "fearful, disgusted, surprised, calm, whisper, or empty; d says in six words at most "
            "how it is said; p is a pause after it in milliseconds; x, the words, is last\n"
            '{"k":"end","count":9} at the end, with the number of lines',
            fence.rule,
        )
    )
