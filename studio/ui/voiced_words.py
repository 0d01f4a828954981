"""What came of voicing, in a sentence or two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.errors import CapReached
from studio.synthesis.batch import Batch
from studio.ui.counting import counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voicing", text)


def told_of(batch: Batch, *, cancelled: bool) -> str:
    """How a batch ended: what was made, what it was billed, what failed, what a cap left out."""
    progress = batch.progress
    done = progress.made + progress.kept
    if cancelled:
        kept = counted(done, _tr("1 take is kept."), _tr("{n} takes are kept."))
        told = [_tr("Stopped."), kept]
    else:
        told = [counted(done, _tr("1 take made."), _tr("{n} takes made."))]
    if progress.billed_characters:
        billed = _tr("{n} characters were billed.").format(n=f"{progress.billed_characters:,}")
        told.append(billed)
    if progress.failed:
        one = _tr("1 line failed; it says why on its row.")
        many = _tr("{n} lines failed; each says why on its row.")
        told.append(counted(progress.failed, one, many))
    if batch.refusal:
        cap = _tr("The cap of {n} characters left lines out.")
        told.append(cap.format(n=f"{batch.refusal.cap:,}"))
    return " ".join(told)


def told_capped(refusal: CapReached) -> str:
    """That a cap let nothing of a batch be voiced, and where it is set."""
    told = _tr(
        "Nothing was voiced: the cap leaves {n} characters. "
        "It is set in Accounts, under Usage and limits."
    )
    return told.format(n=f"{refusal.left:,}")


def told_unvoiceable(lines: int) -> str:
    """That lines were left out which nobody can speak."""
    one = _tr("1 line cannot be spoken; it says why on its row.")
    many = _tr("{n} lines cannot be spoken; each says why on its row.")
    return counted(lines, one, many)
