"""The text models on loopback: scripted answers, the rules of each path, tokens on the bill."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.services.chat.service import ChatService
from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import (
    cumulative_thinking,
    error_object,
    finishing,
    repeated_message,
    unfinished,
)
from tests.services.writing import Written
from tests.services.wrongs import no_end

NEWER, OLDER = "/v1/chat/completions", "/v1/text/chatcompletion_v2"


def a_body(said: str = "One.", **changes: Any) -> dict[str, Any]:
    messages = [{"role": "system", "content": "Translate."}, {"role": "user", "content": said}]
    return {"model": "MiniMax-M3", "messages": messages} | changes


def ask(service: MinimaxService | ChatService, path: str = NEWER, **changes: Any) -> httpx.Response:
    key = {"Authorization": f"Bearer {service.key}"} if service.key else {}
    return httpx.post(service.url + path, json=a_body(**changes), headers=key, timeout=60)


def events(answer: httpx.Response) -> list[Any]:
    found = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    return [each if each == "[DONE]" else json.loads(each) for each in found]


def streamed(answer: httpx.Response, field: str = "content") -> str:
    deltas = [
        choice.get("delta", {}).get(field)
        for event in events(answer)
        if event != "[DONE]"
        for choice in event.get("choices", [])
    ]
    return "".join(delta for delta in deltas if delta)


def test_a_test_writes_the_answers_and_pays_by_token(
    minimax_service: MinimaxService, chat_service: ChatService
) -> None:
    for service, path in (
        (minimax_service, NEWER),
        (minimax_service, OLDER),
        (chat_service, NEWER),
    ):
        service.writes(lambda prompt: f"{prompt.system} {prompt.said} 译")
        model = {"model": "small-model"} if service is chat_service else {}
        whole = ask(service, path, **model).json()
        assert whole["choices"][0]["message"]["content"] == "Translate. One. 译"
        assert whole["usage"]["total_tokens"] == service.bill.entries[-1].read + (
            service.bill.entries[-1].written
        )
        options = {"stream": True, "stream_options": {"include_usage": True}}
        assert streamed(ask(service, path, **model, **options)) == "Translate. One. 译"
    assert len(minimax_service.bill) == 4 and minimax_service.bill.characters == 0
    assert minimax_service.bill.tokens == 2 * chat_service.bill.tokens


@pytest.mark.parametrize(
    ("path", "changes", "word"),
    [
        (NEWER, {"response_format": {"type": "json_object"}}, "response_format"),
        (NEWER, {"temperature": 2.5}, "temperature"),
        (NEWER, {"model": "MiniMax-M2.7", "thinking": {"type": "disabled"}}, "thinking"),
        (NEWER, {"reasoning_effort": "low"}, "reasoning_effort"),
        (NEWER, {"stream_options": {"include_usage": True}}, "stream_options"),
        (OLDER, {"temperature": 0}, "temperature"),
        (OLDER, {"thinking": {"type": "disabled"}}, "thinking"),
        (OLDER, {"max_completion_tokens": 600_000}, "max_completion_tokens"),
        (NEWER, {"messages": [{"role": "system", "content": "x"}]}, "messages"),
    ],
)
def test_what_a_path_does_not_know_is_a_violation(
    minimax_service: MinimaxService, path: str, changes: dict[str, Any], word: str
) -> None:
    answer = ask(minimax_service, path, **changes)
    if path == NEWER:
        assert answer.status_code == 400 and "(2013)" in answer.json()["error"]["message"]
    else:
        assert answer.json()["base_resp"]["status_code"] == 2013
    (violation,) = minimax_service.violations.take()
    assert word in violation and not len(minimax_service.bill)


def test_each_path_says_no_in_its_own_way(minimax_service: MinimaxService) -> None:
    minimax_service.accounts.first.balance = 0
    assert ask(minimax_service).status_code == 402
    answer = ask(minimax_service, OLDER)
    assert answer.status_code == 200 and answer.json()["base_resp"]["status_code"] == 1008


def test_the_older_path_says_all_of_it_again(minimax_service: MinimaxService) -> None:
    last = events(ask(minimax_service, OLDER, stream=True))[-1]
    assert last["object"] == "chat.completion"
    assert last["choices"][0]["message"]["content"] == "You said: One."


def test_thinking_comes_with_tags_or_apart(minimax_service: MinimaxService) -> None:
    minimax_service.writes(lambda prompt: Written("Eins.", thinking="Easy."))
    whole = ask(minimax_service).json()["choices"][0]["message"]
    assert whole["content"] == "<think>Easy.</think>\n\nEins."
    apart = ask(minimax_service, reasoning_split=True).json()["choices"][0]["message"]
    assert (apart["content"], apart["reasoning_content"]) == ("Eins.", "Easy.")
    off = ask(minimax_service, thinking={"type": "disabled"}).json()["choices"][0]["message"]
    assert off["content"] == "Eins."


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (finishing("length"), '"finish_reason": "length"'),
        (error_object("oops", code=500), '"message": "oops"'),
        (repeated_message(), '"message": {"role": "assistant", "content": "You said: One."}'),
        (cumulative_thinking(), '"reasoning_content": "Hm, well."'),
    ],
    ids=repr,
)
def test_a_stream_is_spoiled_as_planned(chat_service: ChatService, fault: Fault, seen: str) -> None:
    chat_service.writes(lambda prompt: Written(f"You said: {prompt.said}", "Hm, well.", delta=5))
    chat_service.faults.next(fault)
    assert seen in ask(chat_service, model="small-model", stream=True).text


def test_an_end_may_be_missing(chat_service: ChatService) -> None:
    for fault, done, finished in (
        (no_end(), False, True),
        (unfinished(), False, False),
        (unfinished(done=True), True, False),
    ):
        chat_service.faults.next(fault)
        found = ask(chat_service, model="small-model", stream=True)
        assert (events(found)[-1] == "[DONE]") is done
        assert ('"finish_reason": "stop"' in found.text) is finished
        assert streamed(found) == "You said: One."


def test_a_server_of_ones_own_refuses_what_it_lacks(chat_service: ChatService) -> None:
    chat_service.text.lacks = {"response_format"}
    chat_service.text.context = 40
    chat_service.models = ("small-model",)

    def code(**changes: Any) -> str:
        answer = ask(chat_service, **({"model": "small-model"} | changes))
        return answer.json()["error"]["code"] if answer.status_code >= 400 else ""

    assert code(response_format={"type": "json_object"}) == "unsupported_parameter"
    assert code(said="word " * 90) == "context_length_exceeded"
    assert code(model="other") == "model_not_found"
    assert code() == ""
