"""What is said and proposed before anything is billed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from studio.engines.speech import Price, SpeechRequest
from studio.model.ids import LineId
from studio.synthesis.plan import BatchPlan, PlannedTake
from studio.ui.price_question import agreed
from studio.ui.prompts import Choice


class Asked:
    """Turns away, and remembers what it was asked."""

    text = ""
    choices: Sequence[Choice] = ()

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        self.text, self.choices = text, choices
        return "cancel"


def a_planned(line: str, account: str) -> PlannedTake:
    request = SpeechRequest(account, "tone", "man", "en", "Ten words.", {})
    return PlannedTake(LineId(line), "en", request, Price(10, Decimal("0.50"), "USD"))


async def asked_for(plan: BatchPlan, cap: int | None = None) -> Asked:
    asked = Asked()
    assert await agreed(plan, cast(Any, asked), cap) == ()
    return asked


async def test_the_question_names_each_account_that_is_paid() -> None:
    asked = await asked_for(BatchPlan((a_planned("a", "one"), a_planned("b", "two"))))
    assert asked.text.splitlines() == [
        "one (tone): 1 line, 10 characters, about 0.50 USD",
        "two (tone): 1 line, 10 characters, about 0.50 USD",
        "Together: 2 lines, 20 characters, about 1.00 USD",
    ]


async def test_lines_in_doubt_carry_their_price_and_cancel_is_proposed() -> None:
    asked = await asked_for(BatchPlan((), unsure=(a_planned("a", "one"),)))
    assert [choice.key for choice in asked.choices if choice.proposed] == ["cancel"]
    assert asked.choices[0].text == "Voice these again (1 line, 10 characters, about 0.50 USD)"


async def test_a_cap_below_the_price_is_said_before_the_answer() -> None:
    plan = BatchPlan((a_planned("a", "one"), a_planned("b", "one")))
    told = (await asked_for(plan, cap=15)).text
    assert "The cap of 15 characters lets about 1 of them be voiced." in told
    assert "Accounts, under Usage and limits" in told
    assert "cap" not in (await asked_for(plan, cap=20)).text
