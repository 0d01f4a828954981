"""What the test model is asked: the task in the first line, and the named blocks of data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.services.writing import Prompt

Row = dict[str, Any]

_TASK = re.compile(
    r"^Task: (?P<task>\w+)(?:; from (?P<source>[\w-]+))?(?:; to (?P<target>[\w-]+))?\.?", re.M
)
_BLOCK = re.compile(r"^<(?P<fence>[\w-]+) (?P<name>\w+)>\n(?P<data>.*?)^</(?P=fence)>", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read."""

    task: str
    source: str
    target: str
    blocks: Mapping[str, str]

    def rows(self, name: str) -> list[Row]:
        """The rows of a block; none where it is missing."""
        lines = self.blocks.get(name, "").split("\n")
        return [json.loads(line) for line in lines if line.strip()]

    def row(self, name: str) -> Row:
        """The only row of a block, an empty one where it is missing."""
        return next(iter(self.rows(name)), {})

    def text(self, name: str) -> str:
        """A block of plain words."""
        return self.blocks.get(name, "").strip()

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self.target or self.source or str(self.row("brief").get("language", "")) or "en"

    @property
    def asked(self) -> list[Row]:
        """The rows that want an answer."""
        return self.rows("rows") or self.rows("row")

    @property
    def asked_ids(self) -> frozenset[str]:
        """The ids of all rows, or pieces, that want an answer."""
        return frozenset(str(row["id"]) for row in [*self.asked, *self.rows("pieces")])

    @property
    def alone(self) -> bool:
        """Whether plain words are wanted, not records."""
        return "row" in self.blocks and "rows" not in self.blocks

    @property
    def key(self) -> str:
        """The same for the same work, whatever the ids and the fence are."""
        texts = [self.text(name) for name in ("brief", "scene", "prose", "ask")]
        rows = [row for name in ("rows", "row", "script", "pieces") for row in self.rows(name)]
        return "\n".join([self.task, self.target, *texts, *(str(row.get("x")) for row in rows)])


def read(prompt: Prompt) -> Request | None:
    """A prompt as the request it makes; None where it names no task."""
    texts = [str(each["content"]) for each in prompt.body["messages"]]
    task = next((found for text in texts if (found := _TASK.search(text))), None)
    if task is None:
        return None
    blocks = {found["name"]: found["data"] for text in texts for found in _BLOCK.finditer(text)}
    return Request(task["task"], task["source"] or "", task["target"] or "", blocks)
