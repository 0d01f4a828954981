"""The queue of clones: kept in the library, in order, never the same voice asked for twice.

A clone is paid for, and a program may end at any moment. So each step is written before it is
taken: what was only uploaded goes on by itself, what was asked for without an answer stands in
doubt until somebody finds the voice or says to ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from secrets import token_hex
from sqlite3 import Connection

from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.store.lock import ProjectLock
from studio.store.voice_library import VoiceLibrary, all_voices, write_voice
from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceState
from studio.store.voice_library_file import explained, opened, private_folder

INTERRUPTED = "the program ended before the answer came"
"""Why a voice that was asked for when the program ended stands in doubt."""


class CloneQueue:
    """One program's hold on the queue of a library; blocking, raises VoiceLibraryError.

    While it is open other programs know that its voices are being made. Changes of a voice that
    this program does not hold are refused with False.
    """

    def __init__(self, library: VoiceLibrary) -> None:
        self._library = library
        self._path = library.path
        self._token = token_hex(8)
        with explained(library.path):
            private_folder(library.folder)
            self._lock = ProjectLock.take(library.folder / f"making-{self._token}")
        if self._lock is None:
            raise VoiceLibraryError(VoiceLibraryProblem.BUSY, str(library.path))

    def close(self) -> None:
        """Let go: what is still being made is then recovered as after a crash."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def claim(self, *, at_once: int = 1, without: Collection[str] = ()) -> OwnVoice | None:
        """The next voice to make, which is then this program's; None when none may begin.

        `at_once` is how many may be made at a time on this machine; accounts in `without` are
        passed over. What dead programs left is recovered first.
        """
        with opened(self._path, to_write=True) as connection:
            self._recover(connection)
            voices = [voice for voice in all_voices(connection) if not voice.removed_at]
            if sum(voice.state in IN_FLIGHT for voice in voices) >= at_once:
                return None
            for voice in voices:
                if voice.state is VoiceState.WAITING and voice.account not in without:
                    return self._put(connection, voice, VoiceState.UPLOADING, self._token)
        return None

    def uploaded(self, id: str, sample: str, file_id: str) -> bool:
        """The service has one sample; it is not sent again."""
        return self._step(
            id, VoiceState.UPLOADING,
            lambda voice: replace(voice, uploads={**voice.uploads, sample: file_id}),
        )  # fmt: skip

    def sending(self, id: str, voice: str = "", *, before: Collection[str] = ()) -> bool:
        """The service is about to be asked; `voice` is the id, where we choose it.

        Where the service does, `before` are the voices it has already. Only after True may it be
        asked: from here on the voice may be there and be paid for.
        """
        now = self._library.now
        return self._step(
            id, VoiceState.UPLOADING,
            lambda known: replace(
                known, state=VoiceState.CLONING, sent_at=now, voice=voice or known.voice,
                before=tuple(before),
            ),
        )  # fmt: skip

    def named(self, id: str, voice: str, *, before: Collection[str] = ()) -> bool:
        """The id that the voice will have, where the engine told it only after `sending`.

        It is asked anew, with another id or on another account, as the first one surely made none.
        """
        return self._step(
            id, VoiceState.CLONING,
            lambda known: replace(
                known, voice=voice, before=tuple(dict.fromkeys((*known.before, *before)))
            ),
        )  # fmt: skip

    def take_up(self, id: str, *, at_once: int = 1) -> OwnVoice | None:
        """A voice in doubt, to ask the service about: it is this program's and counts as in flight.

        None when it is not in doubt any more, or when no more may be in flight.
        """
        with opened(self._path, to_write=True) as connection:
            self._recover(connection)
            voices = all_voices(connection)
            voice = next((each for each in voices if each.id == id), None)
            busy = sum(each.state in IN_FLIGHT for each in voices) >= at_once
            if busy or voice is None or voice.state is not VoiceState.UNSURE:
                return None
            return self._put(connection, voice, VoiceState.CLONING, self._token)

    def made(
        self, id: str, voice: str, *, unused_days: float = 0.0, preview: str = "", at: float = 0.0
    ) -> bool:
        """The voice is there, made now, or at a moment in seconds since 1970."""
        now = at or self._library.now
        return self._step(
            id, VoiceState.CLONING,
            lambda known: replace(
                known, state=VoiceState.READY, reason="", voice=voice,
                made_at=now, unused_days=unused_days, preview=preview or known.preview,
            ),
        )  # fmt: skip

    def failed(self, id: str, reason: str) -> bool:
        """The service made no voice, and why; it is not asked again by itself."""
        return self._step(
            id, None, lambda voice: replace(voice, state=VoiceState.FAILED, reason=reason)
        )

    def lost(self, id: str, reason: str) -> bool:
        """The service was asked, and nobody knows whether the voice is there."""
        return self._step(
            id, VoiceState.CLONING,
            lambda voice: replace(voice, state=VoiceState.UNSURE, reason=reason),
        )  # fmt: skip

    def put_back(self, id: str) -> bool:
        """The service was not asked, or surely did nothing: the voice waits in its old place."""
        return self._step(
            id, None,
            lambda voice: replace(voice, state=VoiceState.WAITING, sent_at=0.0),
        )  # fmt: skip

    def found(self, id: str, voice: str, *, unused_days: float = 0.0) -> bool:
        """A voice in doubt is there after all; its time counts from when it was asked for."""
        return self._settle(
            id, VoiceState.UNSURE,
            lambda known: replace(
                known, state=VoiceState.READY, reason="", voice=voice,
                made_at=known.sent_at, unused_days=unused_days,
            ),
        )  # fmt: skip

    def ask_again(self, id: str) -> bool:
        """A voice in doubt is surely not there, or a person accepts to pay twice: it waits."""
        return self._settle(
            id, VoiceState.UNSURE,
            lambda voice: replace(voice, state=VoiceState.WAITING, reason="", sent_at=0.0),
        )  # fmt: skip

    def retry(self, id: str) -> bool:
        """A voice that failed waits again; what was uploaded is uploaded anew."""
        return self._settle(
            id, VoiceState.FAILED,
            lambda voice: replace(
                voice, state=VoiceState.WAITING, reason="", sent_at=0.0, uploads={}
            ),
        )  # fmt: skip

    def withdraw(self, id: str, reason: str) -> bool:
        """A voice that still waits is not to be made."""
        return self._settle(
            id, VoiceState.WAITING,
            lambda voice: replace(voice, state=VoiceState.FAILED, reason=reason),
        )  # fmt: skip

    def recover(self) -> tuple[OwnVoice, ...]:
        """Settle what dead programs left; returns the voices that are in doubt."""
        with opened(self._path, to_write=True) as connection:
            self._recover(connection)
            return tuple(v for v in all_voices(connection) if v.state is VoiceState.UNSURE)

    def _recover(self, connection: Connection) -> None:
        """Nobody can say what a dead program's sent voice came to; unsent ones wait again."""
        alive: dict[str, bool] = {self._token: True}
        for voice in all_voices(connection):
            if voice.state not in IN_FLIGHT:
                continue
            owner = _owner(connection, voice.id)
            if owner not in alive:
                alive[owner] = self._is_alive(owner)
            if alive[owner]:
                continue
            if voice.state is VoiceState.UPLOADING:
                self._put(connection, voice, VoiceState.WAITING, "")
            else:
                doubt = replace(voice, reason=INTERRUPTED)
                self._put(connection, doubt, VoiceState.UNSURE, "")

    def _is_alive(self, owner: str) -> bool:
        """Whether the program that holds this name still runs: its lock ends with it."""
        if not owner:
            return False
        lock = ProjectLock.take(self._library.folder / f"making-{owner}")
        if lock is None:
            return True
        lock.release()
        return False

    def _put(
        self, connection: Connection, voice: OwnVoice, state: VoiceState, owner: str
    ) -> OwnVoice:
        after = replace(voice, state=state)
        write_voice(connection, after)
        connection.execute("UPDATE voices SET owner = ? WHERE id = ?", (owner, voice.id))
        return after

    def _step(
        self, id: str, state: VoiceState | None, change: Callable[[OwnVoice], OwnVoice]
    ) -> bool:
        """Change a voice that this program is making, in this state or any in flight."""
        states = IN_FLIGHT if state is None else {state}
        return self._changed(id, states, self._token, change)

    def _settle(self, id: str, state: VoiceState, change: Callable[[OwnVoice], OwnVoice]) -> bool:
        """Change a voice that nobody is making."""
        return self._changed(id, {state}, None, change)

    def _changed(
        self,
        id: str,
        states: Collection[VoiceState],
        owner: str | None,
        change: Callable[[OwnVoice], OwnVoice],
    ) -> bool:
        with opened(self._path, to_write=True) as connection:
            voice = next((v for v in all_voices(connection) if v.id == id), None)
            if voice is None or voice.state not in states:
                return False
            if owner is not None and _owner(connection, id) != owner:
                return False
            after = change(voice)
            kept = owner if owner and after.state in IN_FLIGHT else ""
            self._put(connection, after, after.state, kept)
        return True


def _owner(connection: Connection, id: str) -> str:
    row = connection.execute("SELECT owner FROM voices WHERE id = ?", (id,)).fetchone()
    return str(row[0]) if row else ""
