"""A text model that does the studio's jobs by rule: the same answer to the same request, always.

model = TextModel(thinking="Hm.", delta=5)
service.writes(model)
model.defects.next("swapped")

It reads nothing but the request: the first line of its instructions, `Task: NAME; from …; to ….`,
and the named blocks of data. What names no task is said back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.services.text_defects import Defects
from tests.services.text_defects_draft import Draft
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
    """Answers every task; `delta` is in characters, `speed` in characters a second, 0 at once.

    `requests` are those that named a task, in their order.
    """

    thinking: str = ""
    delta: int = 7
    speed: float = 0.0
    defects: Defects = field(default_factory=Defects)
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
            if refusal:
                return self._written(refusal)
            draft = Draft(request, _answered(request), self._written(""))
            self.defects.spoil(draft)
            return draft.written

    def _written(self, text: str) -> Written:
        return Written(text, self.thinking, delta=self.delta, speed=self.speed)


def _answered(request: Request) -> list[Row]:
    """The records, and the count of them; who speaks is counted by speeches."""
    rows = TASKS[request.task](request)
    counted = [row for row in rows if request.task != "attribute" or row["k"] == "who"]
    return [*rows, {"k": "end", "count": len(counted)}]


def refused(request: Request) -> str:
    """What is said to a task or a language that the model does not know."""
    if request.task not in TASKS:
        return f"Sorry, I cannot do {request.task}."
    if request.language.partition("-")[0].casefold() not in SPOKEN:
        return f"Sorry, I do not speak {request.language}."
    return ""
