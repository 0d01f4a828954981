"""What is said and proposed before anything is billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from studio.engines.speech import Price, SpeechRequest
from studio.model.ids import LineId
from studio.synthesis.plan import BatchPlan, PlannedTake
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.price_question import agreed
from studio.ui.prompts import Choice


class Asked:
    """Turns away, and remembers what it was asked."""

    text = ""
    answer = "cancel"
    choices: Sequence[Choice] = ()

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        self.text, self.choices = text, choices
        return self.answer


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


def a_new_voice(line: str) -> PlannedTake:
    known = a_planned(line, "one")
    return replace(known, price=replace(known.price, fee=Decimal("1.50")))


async def test_the_fee_of_a_voice_is_in_the_price_once() -> None:
    asked = await asked_for(BatchPlan((a_new_voice("a"), a_new_voice("b"))))
    assert asked.text == (
        "one (tone): 2 lines, 20 characters, about 2.50 USD, "
        "1.50 USD of it for the first line of this voice"
    )


async def test_a_single_line_is_asked_about_once_where_a_fee_falls_due() -> None:
    asked = Asked()
    fees = FirstLineFees(cast(Any, asked))
    plan = BatchPlan((a_new_voice("a"),))
    assert await agreed(plan, cast(Any, asked), fees=fees) == ()
    assert "1.50 USD" in asked.text
    asked.answer, asked.text = "speak", ""
    assert await agreed(plan, cast(Any, asked), fees=fees) == plan.takes
    assert "1.50 USD" in asked.text
    asked.answer, asked.text = "cancel", ""
    assert await agreed(plan, cast(Any, asked), fees=fees) == plan.takes
    assert not asked.text, "it is remembered"


async def test_who_agreed_to_a_batch_agreed_to_its_fees() -> None:
    asked = Asked()
    asked.answer = "voice"
    fees = FirstLineFees(cast(Any, asked))
    plan = BatchPlan((a_new_voice("a"), a_new_voice("b")))
    assert await agreed(plan, cast(Any, asked), fees=fees) == plan.takes
    asked.answer, asked.text = "cancel", ""
    assert await fees.agreed(plan.priced) and not asked.text
