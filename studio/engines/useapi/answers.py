"""What useapi's answers mean: the one table from statuses and codes to the studio's errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from studio.engines.objections import objection_in
from studio.engines.web_call import Answer
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    VoiceError,
    VoiceRefused,
)

Content = Mapping[str, Any]

STOPS: Mapping[int, AccountProblem] = {
    401: AccountProblem.KEY,
    402: AccountProblem.BALANCE,
    403: AccountProblem.KEY,
    412: AccountProblem.NO_SUBSCRIPTION,
    596: AccountProblem.SUSPENDED,
}
"""Statuses after which no line of the account is worth trying."""

BUSY = frozenset({429, 503})
GONE = frozenset({404, 405, 410, 501})
"""How a path answers that is there no more."""
PERHAPS_DONE = frozenset({502, 504, 520, 522, 524})
"""The platform behind did not answer in time: it may have taken the job all the same."""

_BASE_BUSY = frozenset({1002, 1039, 1041, 2045})
_BASE_FAULT = frozenset({1000, 1001, 1013, 1024, 1033})
_BASE_VOICE = frozenset({2042, 2054})
_BASE_STOPS: Mapping[int, AccountProblem] = {
    1004: AccountProblem.SUSPENDED,
    1008: AccountProblem.BALANCE,
    1028: AccountProblem.PLAN_SPENT,
    1030: AccountProblem.PLAN_SPENT,
    2038: AccountProblem.NOT_VERIFIED,
    2049: AccountProblem.SUSPENDED,
    2056: AccountProblem.PLAN_SPENT,
    2061: AccountProblem.MODEL_NOT_IN_PLAN,
}
"""MiniMax's own codes, which come through inside an answer that is a success by its status."""

_SUSPENDED = re.compile(r"suspend|banned|disabled|log ?in|password", re.IGNORECASE)
_DECOMMISSIONED = re.compile(
    r"decommission|deprecated|discontinued|no longer (?:available|supported)|removed",
    re.IGNORECASE,
)
_NAMES_A_FIELD = re.compile(
    r"account|voice|model|param|field|emotion|file|language|clip|audio_?id|job", re.IGNORECASE
)


class Closed(Exception):
    """An answer that only a dead path gives; the argument is the service's own word."""


@dataclass(eq=False)
class Unfit(EngineRefused):
    """Words or a recording that the platform behind objects to."""

    objection: str = ""


class Missing(Exception):
    """The path is there, and the thing asked for is not; the argument says which."""


class Reader:
    """Reads the answers of one engine; `safe` takes out of words what is not to be seen."""

    def __init__(self, engine: str, safe: Callable[[str], str]) -> None:
        self._engine = engine
        self._safe = safe

    def content(self, answer: Answer, *, bills: bool = False, thing: bool = False) -> Content:
        """The fields of a success; raises VoiceError, Closed or Missing.

        `bills`: whether the request may be paid for though its answer is damaged. `thing`: the
        path names one thing, so a 404 is about that, whatever its words.
        """
        content = _object(answer.body)
        words = _words(content, answer)
        if answer.status >= 300:
            self._refuse(answer, content, words, bills=bills, thing=thing)
        if content is None:
            if _is_page(answer.body) and not bills:
                raise Closed("it answers with a web page")
            raise self._damaged("the answer is damaged", bills=bills)
        self._refuse_within(content, words)
        return content

    def failed(self, content: Content) -> VoiceError:
        """The error of a job that ended without sound; asking for it again gives the same."""
        status = _number(content.get("code"))
        words = self._safe(str(content.get("error") or "the job failed"))
        detail = f"{words} ({status})" if status else words
        if status in STOPS:
            return AccountStopped(self._engine, detail, STOPS[status])
        return EngineRefused(self._engine, detail)

    def lost(self, words: str) -> OutcomeUnknown:
        """The error of an answer that does not tell where the paid sound is."""
        return OutcomeUnknown(self._engine, words)

    def _refuse(
        self, answer: Answer, content: Content | None, words: str, *, bills: bool, thing: bool
    ) -> None:
        """Raise what a status of 300 and more means."""
        if content is not None and _says_closed(answer.status, words):
            raise Closed(self._safe(words))
        if answer.status in GONE:
            about_it = (thing and answer.status == 404) or _NAMES_A_FIELD.search(words)
            named = content is not None and about_it
            raise Missing(self._safe(words)) if named else Closed(self._safe(words))
        if content is None and answer.status == 400 and _is_page(answer.body):
            raise Closed("it answers with a web page")
        after = answer.retry_after
        raise self._meant(answer.status, words, after=after, bills=bills)

    def _meant(self, status: int, words: str, *, after: float | None, bills: bool) -> VoiceError:
        """The error of a status."""
        detail = f"{self._safe(words)} ({status})"
        if status in STOPS:
            problem = STOPS[status]
            if status == 401 and _SUSPENDED.search(words):
                problem = AccountProblem.SUSPENDED
            return AccountStopped(self._engine, detail, problem)
        if status in BUSY:
            return EngineBusy(self._engine, detail, after)
        if status in PERHAPS_DONE and bills:
            return OutcomeUnknown(self._engine, detail)
        if status >= 500 or status == 408:
            return EngineUnreachable(self._engine, detail)
        return EngineRefused(self._engine, detail)

    def _refuse_within(self, content: Content, words: str) -> None:
        """Raise what a success by its status says no with."""
        if objection := objection_in(content):
            detail = f"the service takes the words or the recording as unfit: {objection}"
            raise Unfit(self._engine, detail, objection)
        code = _base_code(content)
        if code:
            raise self._base(code, words)
        if content.get("error") and "statusFinal" not in content:
            status = _number(content.get("code"))
            raise self._meant(status or 400, words, after=None, bills=False)

    def _base(self, code: int, words: str) -> VoiceError:
        detail = f"{self._safe(words)} ({code})"
        if code in _BASE_STOPS:
            return AccountStopped(self._engine, detail, _BASE_STOPS[code])
        if code in _BASE_BUSY:
            return EngineBusy(self._engine, detail)
        if code in _BASE_FAULT:
            return EngineUnreachable(self._engine, detail)
        if code in _BASE_VOICE:
            return VoiceRefused(self._engine, detail)
        return EngineRefused(self._engine, detail)

    def _damaged(self, words: str, *, bills: bool) -> VoiceError:
        return self.lost(words) if bills else EngineUnreachable(self._engine, words)


def text_of(content: Content, name: str) -> str:
    """A field as words; numbers, as ids may be, keep every digit. Empty when it is not there."""
    value = content.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def number_of(content: Content, name: str) -> float | None:
    """A field that holds a number, also one written as words; None when it does not."""
    value = content.get(name)
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


def rows_of(content: Content, name: str) -> list[Content]:
    """The objects of a list; what is none is passed over."""
    found = content.get(name)
    rows = cast(list[Any], found) if isinstance(found, list) else []
    return [cast(Content, row) for row in rows if isinstance(row, dict)]


def inner(content: Content, name: str) -> Content:
    """An object within an object, empty when it is not there."""
    found = content.get(name)
    return cast(Content, found) if isinstance(found, dict) else {}


def _object(body: bytes | bytearray) -> Content | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return cast(Content, found) if isinstance(found, dict) else None


def _is_page(body: bytes | bytearray) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _says_closed(status: int, words: str) -> bool:
    """Whether the words are about the whole interface; a 400 that names a field is about that."""
    if status in STOPS or status in BUSY or status in PERHAPS_DONE:
        return "decommission" in words.lower()
    about_a_field = status not in GONE and _NAMES_A_FIELD.search(words)
    return bool(_DECOMMISSIONED.search(words)) and not about_a_field


def _words(content: Content | None, answer: Answer) -> str:
    """The service's own word for what went wrong, in any of its shapes."""
    if content is None:
        return "no reason given" if _is_page(answer.body) else answer.text or "no reason given"
    error = content.get("error")
    if isinstance(error, dict):
        error = cast(Content, error).get("message")
    found = error or content.get("message") or inner(content, "base_resp").get("status_msg")
    return str(found or "no reason given")


def _base_code(content: Content) -> int:
    """MiniMax's own code inside; an empty object means success."""
    return _number(inner(content, "base_resp").get("status_code"))


def _number(value: object) -> int:
    try:
        return int(value) if isinstance(value, str | int) else 0
    except ValueError:
        return 0
