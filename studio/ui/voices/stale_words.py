"""What a change of voices makes stale and what that costs, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.synthesis.changing import Affected, Standing
from studio.synthesis.hearing import Hearing
from studio.synthesis.plan import BatchPlan
from studio.synthesis.pricing import Priced
from studio.ui.counting import counted
from studio.ui.money import money_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Change of voices", text)


def change_words(affected: Affected) -> str:
    """What becomes stale before it does; empty where nothing does."""
    one = _tr("1 line in {episodes} becomes stale")
    return _told(affected, one, _tr("{n} lines in {episodes} become stale"))


def standing_words(standing: Standing) -> str:
    """How a character's voiced lines stand, and what it costs to make them fresh."""
    if standing.stale.lines:
        one = _tr("1 line in {episodes} is stale")
        return _told(standing.stale, one, _tr("{n} lines in {episodes} are stale"))
    one = _tr("1 line in {episodes} is voiced like this. A change makes it stale")
    many = _tr("{n} lines in {episodes} are voiced like this. A change makes them stale")
    return _told(standing.fresh, one, many)


def hearing_words(hearing: Hearing) -> str:
    """What it costs to hear a voice, or why it cannot be heard."""
    if hearing.refusal:
        return _tr("It cannot say this: {why}.").format(why=hearing.refusal)
    price = hearing.price
    if not price.billed_characters:
        return _tr("Hearing it costs nothing.")
    told = _tr("Hearing it is billed: {price}.")
    priced = ((hearing.request, price),) if hearing.request else ()
    return told.format(price=characters_and_money(priced))


def _told(affected: Affected, one: str, many: str) -> str:
    if not affected.lines:
        return ""
    episodes = counted(affected.episodes, _tr("1 episode"), _tr("{n} episodes"))
    words = one if affected.lines == 1 else many
    told = words.format(n=f"{affected.lines:,}", episodes=episodes)
    return " ".join(part for part in (f"{told}; {_again(affected)}", _refused(affected)) if part)


def _again(affected: Affected) -> str:
    if not affected.billed_characters and not affected.amount:
        return _tr("voicing again costs nothing.")
    price = characters_and_money(BatchPlan(affected.takes).priced)
    return _tr("to voice again: {price}.").format(price=price)


def _refused(affected: Affected) -> str:
    if not affected.refused:
        return ""
    one, many = _tr("1 of them cannot be voiced so."), _tr("{n} of them cannot be voiced so.")
    return counted(affected.refused, one, many)


def characters_and_money(priced: Sequence[Priced]) -> str:
    """How many characters are billed, and about how much money with the fees that fall due."""
    characters = sum(price.billed_characters for _, price in priced)
    number = f"{characters:,}"
    told = counted(characters, _tr("1 character"), _tr("{n} characters").replace("{n}", number))
    return ", ".join((told, *money_words(priced)))
