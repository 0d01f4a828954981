"""What an answer without anything usable means."""

from __future__ import annotations

import re

from studio.engines.text import Ending
from studio.errors import WritingError, WritingProblem
from studio.writing.asking import Ended

CONTINUATIONS = 3
"""Times in a row that an answer which broke off is followed by another request."""
_SHOWN = 300
"""Characters of a model's words that are told."""
_SEARCHED = 400

_DECLINING = re.compile(
    r"\b(?:i|we)(?:['’]m| am| are)? (?:can(?:['’]t|not)|won['’]t|will not|unable|not able|"
    r"(?:must|have to) (?:decline|refuse)|do not feel|don['’]t feel|(?:have|need) to pass)|"
    r"\b(?:i['’]m|i am|we['’]re) (?:sorry|afraid|unable|not able)|\bsorry\b|\bapologi[sz]e\b|"
    r"\bunable to (?:help|assist|comply|write|create)|\bas an ai\b|"
    r"\b(?:violat|against)\w* .{0,40}\b(?:polic|guideline)|"
    r"抱歉|对不起|無法|无法|不能(?:提供|协助|帮助|生成|创作)|拒绝|不便|"
    r"申し訳|できません|お手伝いでき|죄송|도와드릴 수 없|"
    r"lo siento|no puedo|je suis désolé|je ne peux pas|es tut mir leid|ich kann (?:das|dies|dabei)"
    r"|não posso|desculpe|mi dispiace|non posso|извините|не могу",
    re.IGNORECASE,
)


def declines(text: str) -> bool:
    """Whether words that should have been records say that the model will not do it."""
    return _DECLINING.search(text[:_SEARCHED]) is not None


def unusable(ended: Ended) -> WritingError:
    """The error of an answer in which no record was of use; DECLINED or NO_RECORDS."""
    said = " ".join(ended.prose.split())
    shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN].rstrip()}…"
    if ended.ending is Ending.REFUSED or declines(ended.prose):
        return WritingError(WritingProblem.DECLINED, shown)
    return WritingError(WritingProblem.NO_RECORDS, shown)


def refuse_useless(
    ended: Ended, *, again: bool, some_there: bool = False, first: bool = False
) -> None:
    """Raise for an answer that brought nothing, but not where one cut short may be tried again.

    Raises WritingError DECLINED or NO_RECORDS, and where it was cut off the error that did it.
    With `some_there`, a whole answer without anything new only says that there is no more. The
    `first` one in prose is a slip: asked again, most models answer as they should.
    """
    if ended.ending in (None, Ending.TOO_LONG):
        if again:
            return
        if ended.error is not None:
            raise ended.error
    error = unusable(ended)
    if error.problem is WritingProblem.DECLINED or not (some_there or first):
        raise error
