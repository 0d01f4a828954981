"""The running program: does what the window asks for, and closes everything in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.bridge import TaskScope, opened
from studio.errors import SettingsError, StudioError
from studio.store.places import settings_file
from studio.store.settings import Settings, save
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.prompts import DialogPrompter
from studio.ui.theme_switch import ThemeSwitch

if TYPE_CHECKING:
    from studio.desk import Desk
    from studio.engine_room import EngineRoom
    from studio.synthesis.bill import Caps
    from studio.ui.accounts.office import Office


class Program:
    """Holds the window, and the desk with what is open.

    The desk brings sound, synthesis and the panels along; it is loaded in a thread.
    """

    def __init__(
        self,
        settings: Settings,
        lost: SettingsError | None,
        themes: ThemeSwitch,
        actions: Actions,
        window: MainWindow,
    ) -> None:
        self._settings = settings
        self._themes = themes
        self._notices = Notices()
        self._actions = actions
        self._window = window
        self._tasks = TaskScope(self._notices.report)
        self._desk: Desk | None = None
        self._room: EngineRoom | None = None
        self._moving_in = asyncio.Lock()
        window.hear(self._notices)
        self._notices.offer_accounts(actions.get("view.accounts"))
        self._accounts_open = False
        if lost is not None:
            self._notices.report(lost)

    async def run(self, asked_to_close: asyncio.Event, path: Path | None) -> int:
        """Serve the window until it is asked to close; a file given is opened at once."""
        self._connect(asked_to_close)
        self._tasks.start(self._begin(path))
        await asked_to_close.wait()
        await self._close()
        return 0

    async def _close(self) -> None:
        """Stop all work, write what is left, and let go of everything."""
        self._window.finish()
        if self._desk is not None:
            await self._desk.close()
        await self._tasks.close()
        if self._room is not None:
            await self._room.aclose()
        await asyncio.to_thread(save, self._settings, settings_file())
        self._window.deleteLater()

    async def _begin(self, path: Path | None) -> None:
        desk = await self._at_desk()
        try:
            if path is not None:
                await desk.open(path)
        finally:
            desk.voices.begin()

    async def _at_desk(self) -> Desk:
        """The desk, loaded with the engines when it is first needed."""
        async with self._moving_in:
            if self._desk is None:
                desk, room = await asyncio.to_thread(_load_desk)
                self._room = room(self._tell_from_anywhere(), self._caps)
                await self._room.begin()
                self._desk = desk(
                    self._window,
                    self._actions,
                    self._notices,
                    DialogPrompter(self._window),
                    self._room,
                    lambda: self._settings,
                    self._opened,
                )
                self._tasks.start(self._room.catalogue.refresh())
        return self._desk

    def _tell_from_anywhere(self) -> Callable[[StudioError], None]:
        """A way to report errors from other threads too."""
        loop = asyncio.get_running_loop()

        def tell(error: StudioError) -> None:
            loop.call_soon_threadsafe(self._notices.report, error)

        return tell

    def _connect(self, asked_to_close: asyncio.Event) -> None:
        window = self._window
        window.close_requested.connect(asked_to_close.set)
        window.open_requested.connect(self._open)
        window.browse_requested.connect(lambda: self._ask(lambda desk: desk.browse()))
        window.sample_requested.connect(lambda: self._ask(lambda desk: desk.open_sample()))
        window.new_requested.connect(lambda: self._ask(lambda desk: desk.new()))
        window.new_with_requested.connect(self._new_with)
        window.import_requested.connect(lambda: self._ask(lambda desk: desk.import_script()))
        window.save_script_requested.connect(lambda: self._ask(lambda desk: desk.save_script()))
        window.check_requested.connect(lambda: self._ask(lambda desk: desk.check()))
        window.cost_requested.connect(lambda: self._ask(lambda desk: desk.show_cost()))
        window.compact_requested.connect(lambda: self._ask(lambda desk: desk.compact()))
        window.save_copy_requested.connect(lambda: self._ask(lambda desk: desk.save_copy()))
        window.close_project_requested.connect(lambda: self._ask(lambda desk: desk.put_away()))
        window.export_requested.connect(lambda: self._ask(lambda desk: desk.export()))
        window.voice_missing_requested.connect(lambda: self._ask(lambda desk: desk.voice()))
        window.settings_requested.connect(self._open_settings)
        window.accounts_requested.connect(lambda: self._tasks.start(self._show_accounts()))
        window.writer_chosen.connect(self._keep_writer)
        window.output_chosen.connect(self._keep_output)
        window.theme_requested.connect(self._keep_theme)
        window.shortcuts_changed.connect(self._keep_shortcuts)

    def _ask(self, wish: Callable[[Desk], Awaitable[None]]) -> None:
        """Have the desk do something; what goes wrong is told."""

        async def asked() -> None:
            await wish(await self._at_desk())

        self._tasks.start(asked())

    def _open(self, path: Path) -> None:
        self._ask(lambda desk: desk.open(path))

    def _new_with(self, action: str) -> None:
        self._ask(lambda desk: desk.new_with(action))

    def _opened(self, path: Path) -> None:
        self._keep(recent=self._settings.having_opened(str(path)).recent)

    def _open_settings(self) -> None:
        from studio.ui.settings_dialog import SettingsDialog  # it knows the sound devices

        dialog = SettingsDialog(self._settings, self._window)
        dialog.accepted.connect(lambda: self._keep(**dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _show_accounts(self) -> None:
        """Let the person see to the accounts; what is being kept at the end is kept."""
        if self._accounts_open:
            return
        self._accounts_open = True
        try:
            await self._at_desk()
            assert self._room is not None
            await self._show_accounts_of(self._room)
        finally:
            self._accounts_open = False

    async def _show_accounts_of(self, room: EngineRoom) -> None:
        from studio.ui.accounts.dialog import AccountsDialog  # not needed to show the window

        dialog = AccountsDialog(self._office(room), self._window)
        try:
            await opened(dialog)
            await dialog.settled()
        finally:
            await dialog.aclose()
            dialog.deleteLater()

    def _office(self, room: EngineRoom) -> Office:
        from studio.engine_room import known_hosts, normal_host, tried_by
        from studio.ui.accounts.office import Office

        async def changed(account: str) -> None:
            await room.renew(account)
            self._tasks.start(room.catalogue.refresh(everything=bool(account)))

        return Office(
            room.book,
            room.ledger,
            hosts=known_hosts,
            normal_host=normal_host,
            engine=tried_by,
            changed=changed,
            caps=self._caps,
            keep_caps=lambda caps: self._keep(cap_per_run=caps.per_run, cap_per_day=caps.per_day),
            report=self._notices.report,
        )

    def _caps(self) -> Caps:
        """What may be billed, as the settings have it now; from any thread."""
        from studio.synthesis.bill import Caps  # not needed to show the window

        return Caps(self._settings.cap_per_run, self._settings.cap_per_day)

    def _keep_writer(self, writer: str, model: str) -> None:
        self._keep(writer=writer, text_model=model)

    def _keep_output(self, device: str) -> None:
        self._keep(output_device=device)

    def _keep_theme(self, choice: str) -> None:
        self._keep(theme=choice)

    def _keep_shortcuts(self, bound: Mapping[str, str]) -> None:
        self._keep(shortcuts=bound)

    def _keep(self, **changes: Any) -> None:
        """Remember settings; written in a thread, at once."""
        self._settings = replace(self._settings, **changes)
        self._themes.choose(self._settings.theme)
        self._tasks.start(asyncio.to_thread(save, self._settings, settings_file()))


def _load_desk() -> tuple[type[Desk], type[EngineRoom]]:
    from studio.desk import Desk
    from studio.engine_room import EngineRoom

    return Desk, EngineRoom
