"""What the next take of a line would cost with a reading that is only thought of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.model.cast import Override
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.known_takes import KnownTakes
from studio.synthesis.plan import Engines, TakeState, state_of
from studio.synthesis.pricing import price_of
from studio.ui.voices.stale_words import characters_and_money


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reading of a line", text)


def cost_words(
    project: Project,
    line: Line,
    language: str,
    override: Override,
    engines: Engines,
    known: KnownTakes,
) -> str:
    """What voicing the line would be billed, or why it is not; empty where nobody can tell."""
    state = state_of(project, line.overriding(language, override), language, engines)
    if state.state is TakeState.REFUSED and state.reason:
        return _tr("It cannot be voiced like this: {reason}").format(reason=state.reason)
    if state.request is None:
        return ""
    known.look_at(project.takes)
    if known.saying(state.request) is not None:
        return _tr("There is a take of these words read like this; it costs nothing again.")
    price = price_of(state.request, engines)
    if not price.billed_characters and not price.amount:
        return _tr("Voicing the line like this costs nothing.")
    told = _tr("Voicing the line like this is billed: {price}.")
    return told.format(price=characters_and_money(((state.request, price),)))
