"""Asks the studio's credentials what the arguments say, and prints the answer as JSON.

`keyring_program.py PATIENCE ACTION ACCOUNT [ACTION ACCOUNT]...`; keys come from stdin, by line.
"""

from __future__ import annotations

import json
import os
import sys

from studio.errors import AccountError
from studio.store.credentials import Credentials, keyring_state


def main() -> None:
    credentials = Credentials(os.environ, patience_s=float(sys.argv[1]))
    words = sys.argv[2:]
    for action, account in zip(words[::2], words[1::2], strict=True):
        print(json.dumps(answer(credentials, action, account)), flush=True)


def answer(credentials: Credentials, action: str, account: str) -> object:
    if action == "state":
        state = keyring_state()
        return [state.works, state.name or state.why_not]
    try:
        if action in ("keep", "hold"):
            getattr(credentials, action)(account, sys.stdin.readline())
            return None
        if action == "copy":
            credentials.copy(account, f"{account}-too")
            return None
        return getattr(credentials, action)(account)
    except AccountError as error:
        return {"fault": error.fault, "detail": error.detail}


if __name__ == "__main__":
    main()
