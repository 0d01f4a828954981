"""The words of the accounts dialog that more than one part of it says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.errors import AccountError, AccountFault, StudioError
from studio.model.account import SPEAKING, Account, Service
from studio.store.account_listing import Listed
from studio.store.environment import VARIABLES, variable_of
from studio.wording import sentence, verdict


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)


def service_name(service: Service) -> str:
    """What people call a service."""
    names = {Service.MINIMAX: "MiniMax", Service.USEAPI: "useapi.net"}
    return names.get(service) or _tr("Chat service")


def key_page(service: Service) -> str:
    """Where a person finds a key of the service."""
    pages = {
        Service.MINIMAX: _tr("From “API keys” on platform.minimax.io or platform.minimaxi.com"),
        Service.USEAPI: _tr("The API token that useapi.net sent you"),
        Service.CHAT: _tr("From the service; one on this machine may want none"),
    }
    return pages[service]


def key_variable(service: Service) -> str:
    """The environment variable that may hold the key."""
    return VARIABLES[service].key


def said(error: StudioError) -> str:
    """What went wrong and what to do about it, in this window."""
    if isinstance(error, AccountError) and error.fault is AccountFault.TERMS:
        return _tr("Read this and tick the box to go on.")
    return sentence(error, _tr)


def judged(error: StudioError | None) -> str:
    """What came of trying an account, in a few words, the first of them with a capital."""
    words = verdict(error, _tr)
    return words[:1].upper() + words[1:]


def told_let_in(service: Service) -> str:
    """What an account is good for that was let in."""
    if service in SPEAKING:
        return _tr("Its voices can be used. Nothing was billed.")
    return _tr("It can write and translate.")


def told_added(service: Service) -> str:
    """What an account is good for that was just added."""
    if service in SPEAKING:
        return _tr("Added. Its voices can be cast now.")
    return _tr("Added. It can write and translate now.")


def note_of(listed: Listed, region: str) -> str:
    """What is worth knowing of an account at a glance."""
    if variable := variable_of(listed.account.key):
        return _tr("from {variable}").format(variable=variable)
    if listed.problem is not None:
        return verdict(listed.problem, _tr)
    return region + (f" · {listed.key}" if listed.key else "")


def described(account: Account) -> str:
    """What an account is called where it is named."""
    called = _tr("{service} · called {key} in castings and cast files")
    if account.service not in SPEAKING:
        called = _tr("{service} · called {key}")
    return called.format(service=service_name(account.service), key=account.key)
