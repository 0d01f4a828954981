"""What is asked before something of an account is lost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.ui.prompts import Choice, Prompter


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)


async def may_discard(prompter: Prompter) -> bool:
    """Whether what was typed may be lost."""
    choices = (
        Choice("discard", _tr("Discard"), destroys=True),
        Choice("stay", _tr("Keep editing"), proposed=True, leaves=True),
    )
    text = _tr("What you changed in this account is not saved.")
    return await prompter.ask(_tr("Accounts"), text, choices) == "discard"


async def may_remove(prompter: Prompter, key: str) -> bool:
    """Whether an account may go, and its key with it."""
    choices = (
        Choice("remove", _tr("Remove"), destroys=True),
        Choice("stay", _tr("Keep it"), proposed=True, leaves=True),
    )
    text = _tr(
        "Remove the account {key} and its key from this machine?\n\nTakes stay. Characters cast "
        "with it by name need another voice before new lines can be spoken."
    ).format(key=key)
    return await prompter.ask(_tr("Remove account"), text, choices) == "remove"
