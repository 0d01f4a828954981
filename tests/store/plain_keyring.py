"""A keyring that writes secrets into a plain file, as some packages bring one along."""

from __future__ import annotations

import os
from pathlib import Path

from keyring.backend import KeyringBackend


class Keyring(KeyringBackend):
    priority = 9  # pyright: ignore[reportAssignmentType] keyring wants a number here

    def set_password(self, service: str, username: str, password: str) -> None:
        (Path(os.environ["HOME"]) / "passwords").write_text(f"{password}\n")

    def get_password(self, service: str, username: str) -> str | None:
        return (Path(os.environ["HOME"]) / "passwords").read_text()

    def delete_password(self, service: str, username: str) -> None:
        (Path(os.environ["HOME"]) / "passwords").unlink()
