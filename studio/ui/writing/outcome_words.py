"""What came of a job of a text model, in a sentence or two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.ui.counting import counted
from studio.writing.adapting.order import AdaptOutcome
from studio.writing.generating.orders import ScenesOutcome
from studio.writing.generating.plan import PlanOutcome
from studio.writing.revising.review import ReviewOutcome
from studio.writing.revising.rewrite import RewriteOutcome

NAMES_TOLD = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcomes", text)


def plan_words(outcome: PlanOutcome) -> str:
    """What was planned, and what is missing."""
    parts = (
        counted(outcome.episodes, _tr("1 episode"), _tr("{n} episodes")),
        counted(outcome.scenes, _tr("1 scene"), _tr("{n} scenes")),
        counted(outcome.characters, _tr("1 character"), _tr("{n} characters")),
    )
    told = [_tr("Planned: {what}.").format(what=", ".join(parts))]
    if outcome.missing:
        missing = counted(
            outcome.missing,
            _tr("1 episode never came: “Go on writing” asks for it."),
            _tr("{n} episodes never came: “Go on writing” asks for them."),
        )
        told.append(missing)
    return " ".join(told)


def scenes_words(outcome: ScenesOutcome) -> str:
    """What was written, who is new, and what a person should look at."""
    lines = counted(outcome.lines, _tr("1 line"), _tr("{n} lines"))
    scenes = counted(outcome.scenes, _tr("1 scene"), _tr("{n} scenes"))
    told = [_tr("Written: {lines} in {scenes}.").format(lines=lines, scenes=scenes)]
    if outcome.newcomers:
        names = list(dict.fromkeys(outcome.newcomers))
        shown = ", ".join(names[:NAMES_TOLD]) + ("…" if len(names) > NAMES_TOLD else "")
        told.append(_tr("New in the cast: {names}.").format(names=shown))
    if outcome.flagged:
        one = _tr("1 line is still in the letters of another language.")
        many = _tr("{n} lines are still in the letters of another language.")
        told.append(counted(outcome.flagged, one, many))
    if outcome.unfinished:
        one = _tr("1 scene broke off: “Go on writing” finishes it.")
        many = _tr("{n} scenes broke off: “Go on writing” finishes them.")
        told.append(counted(len(outcome.unfinished), one, many))
    return " ".join(told)


def adapt_words(outcome: AdaptOutcome, *, keep_words: bool) -> str:
    """How many lines a prose became, and whether its words are all there."""
    told = [counted(outcome.lines, _tr("Adapted: 1 line."), _tr("Adapted: {n} lines."))]
    if outcome.proved:
        told.append(_tr("Every word of the text is proved to be there."))
    elif keep_words:
        told.append(_tr("Not every word of the text could be proved to be there."))
    if outcome.unattributed:
        one = _tr("Of 1 line nobody knows who says it.")
        many = _tr("Of {n} lines nobody knows who says them.")
        told.append(counted(outcome.unattributed, one, many))
    return " ".join(told)


def review_words(outcome: ReviewOutcome) -> str:
    """How many lines were looked at, and what was found."""
    lines = counted(outcome.lines, _tr("1 line"), _tr("{n} lines"))
    found = counted(outcome.suggestions, _tr("1 suggestion"), _tr("{n} suggestions"))
    if not outcome.suggestions:
        found = _tr("nothing to improve")
    return _tr("Checked: {lines}, {found}.").format(lines=lines, found=found)


def rewrite_words(outcome: RewriteOutcome, *, proposed: bool) -> str:
    """How many lines have other words, or such words proposed."""
    if proposed:
        one, many = _tr("1 line has a suggestion."), _tr("{n} lines have a suggestion.")
    else:
        one, many = _tr("1 line was rewritten."), _tr("{n} lines were rewritten.")
    told = [counted(outcome.rewritten, one, many)]
    if outcome.unanswered:
        one = _tr("1 line got no usable answer and stays as it is.")
        many = _tr("{n} lines got no usable answer and stay as they are.")
        told.append(counted(len(outcome.unanswered), one, many))
    return " ".join(told)
