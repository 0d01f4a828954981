"""The keyring of the operating system: the only place that keeps secrets between two runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, TypeVar

from studio.errors import AccountError, AccountFault
from studio.store.environment import variable_of

TRUSTED = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
"""What keeps a secret encrypted; everything else, such as a plain file, is not used."""

SERVICE = "Understudy"
"""What the keyring files the studio's secrets under."""

PATIENCE_S = 60.0
"""How long a locked keyring may wait for the person before the studio goes on without it."""

LONG = 16
"""A key with fewer characters shows none of them."""

_AROUND = " \t\r\n\v\f\u00a0\u200b\u2060\ufeff"
"""What copying a key from a page brings along at its ends."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyringState:
    """Whether secrets can be kept here, in which keyring, and else why not."""

    works: bool
    name: str = ""
    why_not: str = ""


def keyring_state() -> KeyringState:
    """The keyring of this machine. Blocking: it may ask a service of the desktop."""
    return _found()[1]


def masked(secret: str) -> str:
    """A secret as it may be shown: the last four characters of a long one, nothing of a short."""
    return f"…{secret[-4:]}" if len(secret) >= LONG else "…"


def cleaned(secret: str, account_key: str = "") -> str:
    """A key without what copying brought along; raises AccountError for what is none."""
    key = secret.strip(_AROUND)
    if not key:
        raise AccountError(AccountFault.EMPTY_KEY, account_key)
    if any(character.isspace() for character in key):
        told = "the key has a space or a line break in it; copy it again, alone"
        raise AccountError(AccountFault.BAD_VALUE, account_key, told)
    if not (key.isascii() and key.isprintable()):
        told = "the key has a character that no key has; copy it again"
        raise AccountError(AccountFault.BAD_VALUE, account_key, told)
    return key


class Credentials:
    """The keys of accounts: in the environment, in memory for this run, or in the keyring.

    Everything blocks and is called in a thread; a keyring that does not answer in time, because
    it is locked and its prompt is still open, is an AccountError.
    """

    def __init__(self, environ: Mapping[str, str], *, patience_s: float = PATIENCE_S) -> None:
        self._environ = environ
        self._patience_s = patience_s
        self._known: dict[str, str] = {}
        self._turn = Lock()

    def secret(self, account_key: str) -> str:
        """The key of an account; raises AccountError, NO_KEY when it was never given."""
        if variable := variable_of(account_key):
            return cleaned(self._environ.get(variable, ""), account_key)
        if known := self._known.get(account_key):
            return known
        found = self._ask(account_key, lambda ring: ring.get_password(SERVICE, account_key))
        if not found:
            raise AccountError(AccountFault.NO_KEY, account_key, account_key)
        return self._known.setdefault(account_key, cleaned(found, account_key))

    def at_hand(self, account_key: str) -> str:
        """The key where no keyring need be asked, else empty; does not block."""
        if variable_of(account_key):
            return self.secret(account_key)
        return self._known.get(account_key, "")

    def keep(self, account_key: str, secret: str) -> None:
        """Keep a key in the keyring; raises AccountError."""
        key = self._given(account_key, secret)

        def wish(ring: Any) -> None:
            ring.set_password(SERVICE, account_key, key)

        self._ask(account_key, wish, secret=key)
        self._known[account_key] = key

    def hold(self, account_key: str, secret: str) -> None:
        """Hold a key in memory until the program ends; raises AccountError for what is none."""
        self._known[account_key] = self._given(account_key, secret)

    def forget(self, account_key: str) -> None:
        """Remove a key wherever it is; raises AccountError when the keyring does not let go."""
        try:
            self._ask(account_key, lambda ring: _removed(ring, account_key))
        except AccountError as error:
            if error.fault is not AccountFault.NO_KEYRING:
                raise
        self._known.pop(account_key, None)

    def copy(self, account_key: str, to: str) -> None:
        """Give a key to another name too; one only held in memory stays there."""
        try:
            secret = self.secret(account_key)
        except AccountError as error:
            if error.fault in (AccountFault.NO_KEY, AccountFault.NO_KEYRING):
                return
            raise
        try:
            self.keep(to, secret)
        except AccountError as error:
            if error.fault is not AccountFault.NO_KEYRING:
                raise
            self.hold(to, secret)

    def _given(self, account_key: str, secret: str) -> str:
        if variable := variable_of(account_key):
            raise AccountError(AccountFault.FROM_ENVIRONMENT, account_key, variable)
        return cleaned(secret, account_key)

    def _ask(self, account_key: str, wish: Callable[[Any], T], *, secret: str = "") -> T:
        """What the keyring answers; one question at a time, so that one prompt is open at most.

        An error never quotes the `secret` that was part of the wish.
        """
        refused = AccountFault.KEYRING_REFUSED
        if not self._turn.acquire(timeout=self._patience_s):
            raise AccountError(refused, account_key, "it still waits to be unlocked")
        answer = in_thread(lambda: wish(_trusted(account_key)), self._turn.release)
        try:
            error = answer.exception(self._patience_s)
        except TimeoutError:
            told = "it did not answer; it may be waiting in a window of its own to be unlocked"
            raise AccountError(refused, account_key, told) from None
        if isinstance(error, AccountError):
            raise error
        if error is not None:
            told = _said(error)
            raise AccountError(refused, account_key, told.replace(secret, "…") if secret else told)
        return answer.result()


def _trusted(account_key: str) -> Any:
    """The keyring to use; raises AccountError when there is none that keeps secrets safe."""
    ring, state = _found()
    if not state.works:
        raise AccountError(AccountFault.NO_KEYRING, account_key, state.why_not)
    return ring


def _found() -> tuple[Any, KeyringState]:
    import configparser  # it and keyring take a while, and a start without accounts needs none

    import keyring
    from keyring.errors import KeyringError

    odd_choices = (ImportError, AttributeError, ValueError, TypeError, configparser.Error)
    try:
        found: Any = keyring.get_keyring()
    except (KeyringError, RuntimeError, OSError, *odd_choices) as error:
        return None, KeyringState(False, why_not=str(error))
    rings = [found, *getattr(found, "backends", ())]
    for ring in rings:
        if name := TRUSTED.get(type(ring).__module__):
            return ring, KeyringState(True, name)
    module = type(found).__module__
    if module.endswith((".fail", ".chainer", ".null")):
        return None, KeyringState(False, why_not="no keyring answers")
    return None, KeyringState(False, why_not=f"{module} does not keep secrets safe")


def _removed(ring: Any, account_key: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        ring.delete_password(SERVICE, account_key)
    except PasswordDeleteError:
        if ring.get_password(SERVICE, account_key) is not None:
            raise


def in_thread(work: Callable[[], T], afterwards: Callable[[], None] = lambda: None) -> Future[T]:
    """Do it in a thread that the program does not wait for when it ends."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:  # noqa: BLE001 each keyring has errors of its own
            done.set_exception(error)
        finally:
            afterwards()

    Thread(target=run, name="keyring", daemon=True).start()
    return done


def _said(error: BaseException) -> str:
    kind = type(error).__name__
    words = str(error).strip().splitlines()
    if kind == "KeyringLocked":
        return "it is locked"
    return f"{kind}: {words[0][:100]}" if words else kind
