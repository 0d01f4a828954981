"""What an answer of MiniMax means: the content of a good one, the studio's error for a bad one.

Most of the interface says no with HTTP 200 and a code in `base_resp`; its newer parts use the
status and an `error` whose text ends in the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from studio.engines.minimax.digits import apart
from studio.engines.web_call import Answer
from studio.engines.web_redaction import trace_from
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

Content = dict[str, Any]

_BUSY = {
    1002: "too many requests a minute",
    1039: "too many characters a minute",
    1041: "too many requests at once",
    2045: "the requests became too fast too quickly",
    2205: "too many requests are waiting",
}
_LATER = {
    1000: "the service failed for a reason it does not know",
    1001: "the service ran out of time",
    1013: "the service failed inside",
    1024: "the service failed inside",
    1033: "something behind the service failed",
}
_STOPPED = {
    1004: (AccountProblem.KEY, "wrong key, or the key belongs to the service's other region"),
    2049: (AccountProblem.KEY, "wrong key, or the key belongs to the service's other region"),
    1008: (AccountProblem.BALANCE, "the balance is used up, or this kind of key cannot use it"),
    1028: (AccountProblem.PLAN_SPENT, "the plan is used up"),
    1030: (AccountProblem.PLAN_SPENT, "the plan is used up"),
    2056: (AccountProblem.PLAN_SPENT, "the plan is used up until its next period"),
    2061: (AccountProblem.MODEL_NOT_IN_PLAN, "the plan does not cover this model"),
    2038: (AccountProblem.NOT_VERIFIED, "the account must be verified first"),
}
_REFUSED = {
    1026: "the service takes the text for offensive",
    1027: "the service takes what it made for offensive",
    1042: "the text has too many control characters",
    1043: "the sample does not say the given words",
    1044: "the prompt does not say the given words",
    2013: "the service does not take one of the values",
    20132: "the sample or the voice is not valid",
    2037: "the sample is too short or too long",
    2039: "there is a voice of this name already",
    2042: "this account may not use the voice: it is another's, or another region's",
    2048: "the prompt is too long",
    2054: "there is no such voice",
    2203: "the text is empty",
    2204: "the text is too long",
}
_VOICES = frozenset({2042, 2054})
"""Which of them are about the voice and nothing else."""
_BY_STATUS = {400: 2013, 401: 2049, 402: 1008, 403: 1004, 413: 2204, 422: 1026, 429: 1002}
"""What a status means where the answer has no code."""
_PERHAPS_DONE = frozenset({408, 502, 504, 520, 522, 524})
"""Without a code of the service: what is in between waited in vain. The work may be done."""

BAD_VALUE = 2013
_CODE = re.compile(r"\((\d{4,5})\)")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why an answer is a no: its code, 0 where there is none, and the service's own words.

    Words and trace are as they came, with whatever secrets are in them.
    """

    code: int
    words: str = ""
    trace: str = ""

    def names(self, field: str) -> bool:
        """Whether the service complains about a value of a field."""
        return self.code == BAD_VALUE and field in self.words.lower()


def content_of(answer: Answer) -> Content | None:
    """The object an answer holds, None when it holds none; large sounds stay bytes of digits."""
    rest, digits = apart(answer.body)
    content = _object(rest)
    if content is None or digits is None:
        return content
    data = table(content, "data")
    if data.get("audio") != "":
        return _object(answer.body)
    data["audio"] = digits
    return content


def _object(body: bytes | bytearray) -> Content | None:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return cast("Content", found) if isinstance(found, dict) else None


def table(content: Content, name: str) -> Content:
    """An object within an object; an empty one when it is null, missing or something else."""
    found = content.get(name)
    return cast("Content", found) if isinstance(found, dict) else {}


def whole_number(value: Any) -> int:
    """A number of the service; 0 for what is none, such as null."""
    return round(value) if isinstance(value, int | float) and abs(value) < 1e15 else 0


def _trace_in(answer: Answer, content: Content | None) -> str:
    """The service's own number of a call, as it came."""
    for found in ((content or {}).get("trace_id"), (content or {}).get("request_id")):
        if isinstance(found, str) and found:
            return found
    return answer.headers.get("trace-id", "")


def complaint_of(answer: Answer, content: Content | None) -> Complaint | None:
    """What an answer complains about, None when it is a yes."""
    trace = _trace_in(answer, content)
    if content is not None:
        base = table(content, "base_resp")
        code = base.get("status_code")
        if isinstance(code, int | str) and str(code).lstrip("-").isdecimal() and int(code):
            return Complaint(int(code), str(base.get("status_msg", "")), trace)
        error = table(content, "error")
        if error:
            words = str(error.get("message", ""))
            code = _CODE.search(words)
            return Complaint(int(code[1]) if code else 0, words, trace)
    if answer.status >= 400 or content is None:
        return Complaint(0, answer.text[:2000], trace)
    return None


def error_of(
    engine: str,
    answer: Answer,
    complaint: Complaint,
    *,
    bills: bool,
    safe: Callable[[str], str] = str,
) -> VoiceError:
    """The studio's error for a complaint. `safe` takes secrets out of the service's words."""
    code = complaint.code or _BY_STATUS.get(answer.status, 0)

    def detail(plain: str) -> str:
        number = str(complaint.code or (f"HTTP {answer.status}" if answer.status != 200 else ""))
        said = safe(complaint.words) if not answer.body.lstrip().startswith(b"<") else ""
        trace = trace_from(complaint.trace, safe)
        told = f"trace {trace}" if trace else ""
        facts = ", ".join(filter(None, (": ".join(filter(None, (number, said))), told)))
        return f"{plain} ({facts})" if facts else plain

    if code in _STOPPED:
        problem, plain = _STOPPED[code]
        return AccountStopped(engine, detail(plain), problem)
    if code in _BUSY:
        return EngineBusy(engine, detail(_BUSY[code]), answer.retry_after)
    if code in _LATER:
        return EngineUnreachable(engine, detail(_LATER[code]))
    if code in _VOICES:
        return VoiceRefused(engine, detail(_REFUSED[code]))
    if code in _REFUSED:
        return EngineRefused(engine, detail(_REFUSED[code]))
    if code:
        return EngineRefused(engine, detail("the service refused it"))
    return _by_status(engine, answer, detail, bills=bills)


def _by_status(
    engine: str, answer: Answer, detail: Callable[[str], str], *, bills: bool
) -> VoiceError:
    """The error for an answer without any code."""
    match answer.status:
        case 404 | 405:
            plain = "the address is not that of the service; the key was not even looked at"
            return AccountStopped(engine, detail(plain), AccountProblem.WRONG_ADDRESS)
        case 503:
            return EngineBusy(engine, detail("the service is overloaded"), answer.retry_after)
        case status if status in _PERHAPS_DONE and bills:
            return OutcomeUnknown(engine, detail("no answer came in time while it worked"))
        case status if status >= 500 or status == 408:
            return EngineUnreachable(engine, detail("the service is out of order"))
        case status if status >= 400:
            return EngineRefused(engine, detail("the service refused it"))
        case _:
            return _unreadable(engine, answer, detail, bills=bills)


def _unreadable(
    engine: str, answer: Answer, detail: Callable[[str], str], *, bills: bool
) -> VoiceError:
    """A yes that is no answer: a web page comes from something in between, the rest was cut.

    What is in between may have passed the line on all the same.
    """
    kind = OutcomeUnknown if bills else EngineUnreachable
    if answer.body.lstrip().startswith(b"<"):
        return kind(engine, "a web page came instead of the service's answer")
    return kind(engine, "the answer is damaged" if answer.body else "the answer is empty")
