"""The voices a person made, for all projects: what they are, of what, for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.model.account import service_of
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.store.voice_library_file import mend, opened
from studio.store.voice_library_files import KeptFiles
from studio.store.voice_library_rows import body_of, checksum_of, voice_of

Change = Callable[[OwnVoice], OwnVoice]

_ALL = "SELECT id, body, checksum FROM voices ORDER BY turn"
_ONE = "SELECT id, body, checksum FROM voices WHERE id = ?"


class VoiceLibrary:
    """The library in one folder. Blocking; from any thread, in any number of programs.

    The file is opened for each call, so that all see the same; what was told as done is on the
    disk. All calls raise VoiceLibraryError. Rows that are damaged are left out.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.path = folder / "library.sqlite"
        self.files = KeptFiles(folder / "files")
        self._clock = clock

    @property
    def now(self) -> float:
        """The time by this library's clock."""
        return self._clock()

    def mend(self) -> Path | None:
        """Put a damaged file aside and go on with what can be read; where it is now, or None."""
        return mend(self.path)

    def voices(self, *, removed: bool = False) -> tuple[OwnVoice, ...]:
        """All voices in the order they were entered, or those that were removed."""
        if not self.path.exists():
            return ()
        with opened(self.path) as connection:
            return tuple(v for v in all_voices(connection) if bool(v.removed_at) is removed)

    def voice(self, id: str) -> OwnVoice:
        """One voice; raises NO_SUCH_VOICE."""
        with opened(self.path) as connection:
            return self._one(connection, id)

    def named(self, account: str, voice: str) -> OwnVoice | None:
        """The voice of this id at the service of an account, if it is one's own."""
        service = service_of(account)
        return next((v for v in self.voices() if (v.service, v.voice) == (service, voice)), None)

    def add(self, voice: OwnVoice) -> OwnVoice:
        """Enter a voice, at the end of the queue if it waits; returns it as it was entered.

        Raises FILE_MISSING when a recording of it is not kept: another program may just have
        forgotten the last voice that had it.
        """
        voice = voice if voice.entered_at else replace(voice, entered_at=self.now)
        with opened(self.path, to_write=True) as connection:
            for file in voice.files:
                self.files.path(file, voice.name)
            (turn,) = connection.execute("SELECT coalesce(max(turn), 0) + 1 FROM voices").fetchone()
            body = body_of(voice)
            connection.execute(
                "INSERT INTO voices (id, turn, owner, body, checksum) VALUES (?, ?, '', ?, ?)",
                (voice.id, turn, body, checksum_of(voice.id, body)),
            )
        return voice

    def change(self, id: str, change: Change) -> OwnVoice:
        """Change one voice as it is by now; returns it. Raises NO_SUCH_VOICE.

        How far its making is, the queue alone changes.
        """
        with opened(self.path, to_write=True) as connection:
            before = self._one(connection, id)
            after = replace(change(before), id=id, state=before.state, sent_at=before.sent_at)
            write_voice(connection, after)
        return after

    def want(self, id: str, wanted: bool = True) -> OwnVoice:
        """Mark a voice as one to keep, or no longer: the studio reminds before it expires."""
        return self.change(id, lambda voice: replace(voice, wanted=wanted))

    def use(self, account: str, voice: str, *, at: float | None = None) -> None:
        """Note that a voice spoke a line: from its first one on the service keeps it.

        A voice that is not in the library is none of ours.
        """
        moment = self.now if at is None else at
        service = service_of(account)
        if not self.path.exists():
            return
        with opened(self.path, to_write=True) as connection:
            for known in all_voices(connection):
                if (known.service, known.voice) == (service, voice):
                    first = known.first_used_at or moment
                    latest = max(known.used_at, moment)
                    write_voice(connection, replace(known, first_used_at=first, used_at=latest))

    def compare(self, account: str, listed: Collection[str], *, lists_unused: bool) -> None:
        """Note which voices an account has, by the list of its service.

        A ready voice that is not listed is gone, unless the service lists only what was used and
        this one was not and has still time; one that was gone and is listed is ready again.
        """
        with opened(self.path, to_write=True) as connection:
            for voice in all_voices(connection):
                state = self._state_by_list(voice, listed, lists_unused)
                if voice.account == account and voice.voice and state is not voice.state:
                    write_voice(connection, replace(voice, state=state))

    def remove(self, id: str) -> OwnVoice:
        """Put a voice among the removed ones; nothing of it is deleted."""
        return self.change(id, lambda voice: replace(voice, removed_at=self.now))

    def restore(self, id: str) -> OwnVoice:
        """Bring a removed voice back."""
        return self.change(id, lambda voice: replace(voice, removed_at=0.0))

    def forget(self, id: str) -> None:
        """Delete a removed voice for good, and its recordings that no other voice has.

        Raises NO_SUCH_VOICE for one that was not removed before.
        """
        with opened(self.path, to_write=True) as connection:
            voice = self._one(connection, id)
            if not voice.removed_at:
                raise VoiceLibraryError(VoiceLibraryProblem.NO_SUCH_VOICE, detail=voice.name)
            connection.execute("DELETE FROM voices WHERE id = ?", (id,))
            others = {file for each in all_voices(connection) for file in each.named_files}
            going = voice.named_files - others
            # While this is open no other program enters a voice with the same recording.
            for path in self.files.unused(others):
                if path.stem in going:
                    path.unlink(missing_ok=True)

    def _one(self, connection: Connection, id: str) -> OwnVoice:
        row = connection.execute(_ONE, (id,)).fetchone()
        voice = voice_of(*row) if row else None
        if voice is None:
            raise VoiceLibraryError(VoiceLibraryProblem.NO_SUCH_VOICE, detail=id)
        return voice

    def _state_by_list(
        self, voice: OwnVoice, listed: Collection[str], lists_unused: bool
    ) -> VoiceState:
        if voice.state is VoiceState.GONE and voice.voice in listed:
            return VoiceState.READY
        if voice.state is not VoiceState.READY or voice.voice in listed:
            return voice.state
        may_hide = not lists_unused and not voice.first_used_at
        return voice.state if may_hide and not voice.is_over(self.now) else VoiceState.GONE


def all_voices(connection: Connection) -> tuple[OwnVoice, ...]:
    """All rows that are whole, in their order."""
    return tuple(voice for row in connection.execute(_ALL).fetchall() if (voice := voice_of(*row)))


def write_voice(connection: Connection, voice: OwnVoice) -> None:
    """Write a voice that is there; the caller holds the transaction."""
    body = body_of(voice)
    connection.execute(
        "UPDATE voices SET body = ?, checksum = ? WHERE id = ?",
        (body, checksum_of(voice.id, body), voice.id),
    )
