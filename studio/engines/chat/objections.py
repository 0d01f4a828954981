"""How chat services say no, each a little differently, and the studio's error for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from studio.engines.completions import Objection
from studio.engines.completions_asking import asks_too_much
from studio.engines.completions_reading import Content
from studio.engines.web_call import Answer
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    NoSuchModel,
    OutcomeUnknown,
    TooMuchAtOnce,
    VoiceError,
)

_MONEY = re.compile(r"insufficient[ _](?:balance|quota|credits?|funds)|billing|payment", re.I)
_KEY = re.compile(r"invalid_api_key|incorrect api key|authenticat|unauthori[sz]ed", re.I)
_BUSY = re.compile(r"rate[ _-]?limit|overloaded|too many requests|capacity", re.I)
_OFFENCE = re.compile(r"moderation|flagged|content[ _]policy|content_filter", re.I)
_NO_MODEL = re.compile(r"\bmodels?\b|model_not_found", re.I)


@dataclass(frozen=True, slots=True)
class _No:
    """What an answer objects to: a status, the service's kind of error, and its words."""

    status: int
    kind: str
    words: str
    told: bool
    """Whether the service itself said it, and nobody in between."""
    page: bool = False
    """Whether it is a page for people."""


def objection_to(
    engine: str,
    answer: Answer,
    content: Content | None,
    *,
    bills: bool = True,
    safe: Callable[[str], str] = str,
    host: str = "",
) -> Objection | None:
    """What an answer or an event of it objects to; None when it is a yes.

    `safe` takes secrets out of the service's words, `host` is the address that was asked.
    """
    no = _no_of(answer, content)
    if no is None:
        return None
    error = _error(engine, answer, no, bills=bills, safe=safe)
    if isinstance(error, AccountStopped) and error.problem is AccountProblem.WRONG_ADDRESS and host:
        error.detail = f"{error.detail}: {host}"
    fixable = type(error) is EngineRefused and no.status in (400, 422, 501)
    return Objection(error, no.words if fixable else "")


def is_page(answer: Answer) -> bool:
    """Whether an answer is a web page, which no chat service means for us."""
    return answer.body.lstrip().startswith(b"<")


def _no_of(answer: Answer, content: Content | None) -> _No | None:
    told = _told(content if content is not None else _within_list(answer.body))
    if told is not None:
        kind, words, code = told
        status = answer.status if answer.status >= 400 else code
        return _No(status, kind, words, told=True)
    if answer.status >= 400:
        page = is_page(answer)
        return _No(answer.status, "", "" if page else answer.text[:2000], told=False, page=page)
    return _No(0, "", "", told=False) if content is None else None


def _told(content: Content | None) -> tuple[str, str, int] | None:
    """Kind, words and code of an error in an answer; None where there is none."""
    if content is None:
        return None
    found = content.get("error")
    if content.get("object") == "error" or (not found and "choices" not in content):
        found = found or content.get("message") or content.get("detail")
    if not found:
        return None
    if not isinstance(found, dict):
        words = found if isinstance(found, str) else json.dumps(found)
        return str(content.get("type") or ""), words, _number(content.get("code"))
    table = cast("Content", found)
    words = table.get("message")
    kinds = (table.get("code"), table.get("type"), table.get("status"))
    kind = " ".join(each for each in kinds if isinstance(each, str))
    code = _number(table.get("code")) or _number(table.get("http_code"))
    return kind, words if isinstance(words, str) else json.dumps(table), code


def _within_list(body: bytes | bytearray) -> Content | None:
    """The first object of a list, which is how some gateways wrap an error."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    first = cast("list[Any]", found)[0] if isinstance(found, list) and found else None
    return cast("Content", first) if isinstance(first, dict) else None


def _number(value: object) -> int:
    found = str(value)
    return int(found) if found.isascii() and found.isdecimal() and len(found) == 3 else 0


def _error(
    engine: str, answer: Answer, no: _No, *, bills: bool, safe: Callable[[str], str]
) -> VoiceError:
    said = f"{no.kind} {no.words}"
    number = f"HTTP {no.status}" if no.status else ""

    def detail(plain: str) -> str:
        facts = ": ".join(filter(None, (number, safe(no.words))))
        return f"{plain} ({facts})" if facts else plain

    def stopped(problem: AccountProblem, plain: str) -> AccountStopped:
        return AccountStopped(engine, detail(plain), problem)

    if no.status == 402 or (no.status in (0, 403, 429) and _MONEY.search(said)):
        return stopped(AccountProblem.BALANCE, "nothing is left to pay with")
    if no.status in (400, 403) and _OFFENCE.search(said):
        return EngineRefused(engine, detail("the service takes the text for offensive"))
    if no.status in (401, 403) or (no.status in (0, 400) and _KEY.search(said)):
        return stopped(AccountProblem.KEY, "the service does not let this key in")
    if no.status == 413 or (no.status in (0, 400, 422, 500) and asks_too_much(no.words)):
        return TooMuchAtOnce(engine, detail("the model reads less at once"))
    if no.status in (429, 503, 529) or (no.status == 0 and _BUSY.search(said)):
        return EngineBusy(engine, detail("the service is busy"), answer.retry_after)
    return _by_status(engine, no, detail, stopped, bills=bills)


def _by_status(
    engine: str,
    no: _No,
    detail: Callable[[str], str],
    stopped: Callable[[AccountProblem, str], AccountStopped],
    *,
    bills: bool,
) -> VoiceError:
    match no.status:
        case 404 if no.told and _NO_MODEL.search(f"{no.kind} {no.words}"):
            return NoSuchModel(engine, detail("the service has no such model"))
        case 404 | 405:
            return stopped(AccountProblem.WRONG_ADDRESS, "no chat service is at this address")
        case 501 if no.page:  # a server of web pages, which takes no questions at all
            return stopped(AccountProblem.WRONG_ADDRESS, "no chat service is at this address")
        case 408 | 504 if bills:
            return OutcomeUnknown(engine, detail("the service ran out of time while it worked"))
        case 0 if no.told:
            return EngineUnreachable(engine, detail("the service failed"))
        case 0:
            kind = OutcomeUnknown if bills else EngineUnreachable
            return kind(engine, "the answer is damaged")
        case status if status >= 500 or status == 408:
            return EngineUnreachable(engine, detail("the service is out of order"))
        case _:
            return EngineRefused(engine, detail("the service refused it"))
