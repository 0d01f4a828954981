"""What came of a translation, a survey or a fitting, in a sentence or two."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from studio.errors import StudioError
from studio.model.translation import TranslationState
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.writing.outcome_words import NAMES_TOLD
from studio.wording import sentence
from studio.writing.fitting.order import FitOutcome
from studio.writing.translating.order import TranslationOutcome


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcomes", text)


def translation_words(outcome: TranslationOutcome) -> str:
    """How many lines have words now, and which of them somebody should look at."""
    counts = outcome.counts
    came = sum(count for state, count in counts.items() if state is not TranslationState.FAILED)
    told = [counted(came, _tr("1 line translated."), _tr("{n} lines translated."))]
    flagged = counts.get(TranslationState.FLAGGED, 0)
    if flagged:
        told.append(counted(flagged, _tr("1 is flagged."), _tr("{n} are flagged.")))
    if outcome.failed:
        told.append(counted(outcome.failed, _tr("1 failed."), _tr("{n} failed.")))
    if outcome.left:
        one, many = _tr("1 was not asked for any more."), _tr("{n} were not asked for any more.")
        told.append(counted(outcome.left, one, many))
    if names := list(dict.fromkeys(each.term for each in outcome.new_names)):
        shown = ", ".join(names[:NAMES_TOLD]) + ("…" if len(names) > NAMES_TOLD else "")
        new = _tr("Not among the terms yet: {names} (see Names and notes).")
        told.append(new.format(names=shown))
    return _with_end(" ".join(told), outcome.ended_by)


def unfinished_words(waiting: Mapping[str, int]) -> str:
    """How many lines wait to be translated, a sentence for each language."""
    one = _tr("1 line is still to be translated into {language}.")
    many = _tr("{n} lines are still to be translated into {language}.")
    return " ".join(
        (one if lines == 1 else many).format(n=f"{lines:,}", language=language_name(code))
        for code, lines in waiting.items()
    )


def fit_words(outcome: FitOutcome) -> str:
    """How many lines fit their time now, by which means, and which do not."""
    told = [counted(outcome.fitting, _tr("1 line fits."), _tr("{n} lines fit."))]
    for count, one, many in (
        (outcome.rewritten, _tr("1 has other words."), _tr("{n} have other words.")),
        (outcome.faster, _tr("1 is read faster."), _tr("{n} are read faster.")),
        (outcome.flagged, _tr("1 is still too long."), _tr("{n} are still too long.")),
        (outcome.unspoken, _tr("1 could not be voiced."), _tr("{n} could not be voiced.")),
    ):
        if count:
            told.append(counted(count, one, many))
    return _with_end(" ".join(told), outcome.ended_by)


def _with_end(told: str, error: StudioError | None) -> str:
    return f"{told} {sentence(error, _tr)}" if error else told
