"""A text model that does the studio's jobs by rule: the same answer to the same request, always.

model = TextModel(thinking="Hm.", delta=5)
service.writes(model)

It reads nothing but the request: the first line of its instructions, `Task: NAME; from …; to ….`,
and the named blocks of data. What names no task is said back.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.services.text_model_adapting import adapt, attribute
from tests.services.text_model_languages import SPOKEN
from tests.services.text_model_request import Request, Row, read
from tests.services.text_model_revising import refit, review, rewrite
from tests.services.text_model_translating import survey, translate
from tests.services.text_model_writing import lines, plan
from tests.services.writing import Prompt, Written

TASKS: Mapping[str, Callable[[Request], list[Row]]] = {
    "plan": plan,
    "lines": lines,
    "adjust": rewrite,
    "rewrite": rewrite,
    "fit": refit,
    "review": review,
    "adapt": adapt,
    "attribute": attribute,
    "survey": survey,
    "translate": translate,
}


@dataclass(slots=True)
class TextModel:
    """Answers every task; `delta` is in characters.

    `requests` are those that named a task, in their order.
    """

    thinking: str = ""
    delta: int = 7
    requests: list[Request] = field(default_factory=list[Request])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, prompt: Prompt) -> Written:
        """What is answered; two services may ask at once."""
        request = read(prompt)
        if request is None:
            return self._written(f"You said: {prompt.said}")
        with self._lock:
            self.requests.append(request)
        refusal = refused(request)
        return self._written(refusal or as_text(request, TASKS[request.task](request)))

    def _written(self, text: str) -> Written:
        return Written(text, self.thinking, delta=self.delta)


def refused(request: Request) -> str:
    """What is said to a task or a language that the model does not know."""
    if request.task not in TASKS:
        return f"Sorry, I cannot do {request.task}."
    if request.language.partition("-")[0].casefold() not in SPOKEN:
        return f"Sorry, I do not speak {request.language}."
    return ""


def as_text(request: Request, rows: list[Row]) -> str:
    """Records one to a line and the count of them, or the plain words where one row was asked."""
    if request.alone:
        return str(rows[0].get("t") or rows[0].get("x") or "")
    ended = [*rows, {"k": "end", "count": len(rows)}]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ended)
