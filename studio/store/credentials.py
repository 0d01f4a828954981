"""The keyring of the operating system: the only place that keeps secrets between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TRUSTED = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
"""What keeps a secret encrypted; everything else, such as a plain file, is not used."""


@dataclass(frozen=True, slots=True)
class KeyringState:
    """Whether secrets can be kept here, in which keyring, and else why not."""

    works: bool
    name: str = ""
    why_not: str = ""


def keyring_state() -> KeyringState:
    """The keyring of this machine. Blocking: it may ask a service of the desktop."""
    import keyring  # takes a while, and a start without accounts does not need it
    from keyring.errors import KeyringError

    try:
        found: Any = keyring.get_keyring()
    except (KeyringError, RuntimeError, OSError) as error:
        return KeyringState(False, why_not=str(error))
    modules = [type(backend).__module__ for backend in (found, *getattr(found, "backends", ()))]
    name = next((TRUSTED[module] for module in modules if module in TRUSTED), "")
    if name:
        return KeyringState(True, name)
    if modules[0].endswith((".fail", ".chainer", ".null")):
        return KeyringState(False, why_not="no keyring answers")
    return KeyringState(False, why_not=f"{modules[0]} does not keep secrets safe")
