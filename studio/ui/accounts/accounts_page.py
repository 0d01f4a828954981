"""Accounts at work: chosen on the left, tried and kept on the right, nothing on this thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.errors import AccountError, StudioError
from studio.store.account_listing import Listed, listed, without_keys
from studio.store.credentials import KeyringState, keyring_state
from studio.ui.accounts.account_page import AccountPage
from studio.ui.accounts.accounts_list import AccountsList
from studio.ui.accounts.draft import Draft, DraftRefused, Wrong, keep, spot_of, try_out
from studio.ui.accounts.keyring_notice import KeyringNotice
from studio.ui.accounts.office import Office
from studio.ui.accounts.questions import may_discard, may_remove
from studio.ui.accounts.words import service_name, told_added
from studio.ui.empty_page import EmptyPage
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM, mark


class AccountsPage(QWidget):
    """Reads and changes the book in threads; one change at a time."""

    def __init__(
        self, office: Office, prompter: Prompter, tasks: TaskScope, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._prompter = prompter
        self._tasks = tasks
        self._trial: asyncio.Task[None] | None = None
        self._change: asyncio.Task[None] | None = None
        self._closed = False
        self._notice = KeyringNotice(self)
        self._list = AccountsList(office.hosts, self)
        self._stack = QStackedWidget(self)
        self._empty = EmptyPage(self._stack)
        self._page = AccountPage(office.hosts, self._stack)
        self._build()
        self._connect()
        self._tasks.start(self._load())
        self._tasks.start(self._look_at_keyring())

    @property
    def dirty(self) -> bool:
        """Whether something was typed that would be lost."""
        return self._page.isVisibleTo(self) and self._page.form.dirty

    async def may_leave(self) -> bool:
        """Whether what was typed may be lost; the person is asked when there is any."""
        return not self.dirty or await may_discard(self._prompter)

    def stop(self) -> None:
        """Ask no service any more, and let go of what was typed."""
        self._closed = True
        self._stop_trial()
        self._page.form.key.forget()

    async def settled(self) -> None:
        """Wait until what is being kept is kept."""
        if self._change is not None:
            await asyncio.wait([self._change])

    async def _load(self, go_to: str = "") -> None:
        """Show the accounts, then what the keyring says of each."""
        book = self._office.book
        accounts = await asyncio.to_thread(book.accounts)
        self._show(without_keys(accounts), go_to)
        self._take_masks(await asyncio.to_thread(listed, book))

    async def _look_at_keyring(self) -> None:
        state: KeyringState = await asyncio.to_thread(keyring_state)
        self._notice.show_state(state)
        self._page.form.key.set_keyring(state.works)

    def _show(self, accounts: Sequence[Listed], go_to: str) -> None:
        self._list.show_accounts(accounts)
        if go_to:
            self._list.go_to(go_to)
        current = self._list.current or next(iter(accounts), None)
        self._list.setVisible(bool(accounts))
        if current is None:
            self._stack.setCurrentWidget(self._empty)
            return
        self._list.go_to(current.account.key)
        self._show_account(current)

    def _take_masks(self, accounts: Sequence[Listed]) -> None:
        self._list.show_accounts(accounts)
        shown = self._page.form.account
        for each in accounts:
            if each.account == shown:
                self._page.form.show_key(each)

    def _show_account(self, which: Listed) -> None:
        self._stop_trial()
        self._page.show_account(which)
        self._stack.setCurrentWidget(self._page)

    def _choose(self, wanted: Listed) -> None:
        """Go to an account, if what was typed may be lost."""
        if not self.dirty and not self._changing:
            self._show_account(wanted)
            return
        shown = self._page.form.account
        self._list.go_to(shown.key if shown else "")
        if not self._changing:
            self._tasks.start(self._leave_for(wanted))

    async def _leave_for(self, wanted: Listed) -> None:
        if await self.may_leave():
            self._list.go_to(wanted.account.key)
            self._show_account(self._list.current or wanted)

    def _begin(self) -> None:
        if not self._changing:
            self._tasks.start(self._begin_another())

    async def _begin_another(self) -> None:
        if await self.may_leave():
            self._stop_trial()
            self._list.go_to("")
            self._stack.setCurrentWidget(self._page)
            self._page.begin()

    def _discard(self) -> None:
        self._stop_trial()
        self._page.form.key.forget()
        shown = self._page.form.account
        first = self._list.table.listed(self._list.table.first_row)
        self._list.go_to(shown.key if shown else first.account.key if first else "")
        if self._list.current is not None:
            self._show_account(self._list.current)
        else:
            self._stack.setCurrentWidget(self._empty)

    def _test(self) -> None:
        self._stop_trial()
        draft = self._page.form.draft()
        self._page.form.clear_wrongs()
        asked = self.tr("Asking {service}…").format(service=service_name(draft.account.service))
        self._page.verdict.wait(asked)
        self._trial = self._tasks.start(self._try(draft))

    async def _try(self, draft: Draft) -> None:
        try:
            models = await try_out(self._office, draft)
        except DraftRefused as refused:
            self._page.verdict.clear()
            self._page.say_wrongs(refused.wrongs)
        except StudioError as error:
            self._page.verdict.show_verdict(draft.account.service, error)
        else:
            self._page.form.offer_models(models)
            self._page.verdict.show_verdict(draft.account.service, None)

    def _stop_trial(self) -> None:
        if self._trial is not None:
            self._trial.cancel()
            self._trial = None
            self._page.verdict.clear()

    def _keep(self) -> None:
        draft = self._page.form.draft()
        if draft.new or self._page.form.dirty:
            self._begin_change(self._kept(draft), self.tr("Saving…"))

    async def _kept(self, draft: Draft) -> None:
        account = await asyncio.to_thread(keep, self._office, draft)
        self._page.form.key.forget()
        await self._office.changed("" if draft.new else account.key)
        await self._load(account.key)
        told = told_added(account.service) if draft.new else self.tr("Saved.")
        self._page.verdict.show_done(told)
        self._list.focus()

    def _remove(self) -> None:
        current = self._list.current
        if current is not None and not self._changing:
            self._tasks.start(self._remove_asked(current))

    async def _remove_asked(self, which: Listed) -> None:
        if await may_remove(self._prompter, which.account.key):
            self._begin_change(self._removed(which.account.key), self.tr("Removing…"))

    async def _removed(self, key: str) -> None:
        await asyncio.to_thread(self._office.book.remove, key)
        self._page.form.key.forget()
        await self._office.changed(key)
        await self._load()
        self._list.focus()

    def _make_default(self) -> None:
        current = self._list.current
        if current is not None:
            self._begin_change(self._made_default(current.account.key), self.tr("Saving…"))

    async def _made_default(self, key: str) -> None:
        await asyncio.to_thread(self._office.book.make_first, key)
        await self._office.changed("")
        accounts = await asyncio.to_thread(listed, self._office.book)
        self._list.show_accounts(accounts)
        self._page.verdict.clear()

    @property
    def _changing(self) -> bool:
        return self._change is not None and not self._change.done()

    def _begin_change(self, work: Coroutine[Any, Any, None], words: str) -> None:
        """Do it, one at a time; what it says of the keys may wait for the keyring's own window."""
        if self._changing:
            work.close()
            return
        self._stop_trial()
        self._set_busy(True)
        self._page.verdict.wait(words)
        self._change = self._tasks.start(self._changed(work))

    async def _changed(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DraftRefused as refused:
            self._tell(refused.wrongs, refused)
        except AccountError as error:
            self._tell((Wrong(spot_of(error), error),), error)
        finally:
            self._set_busy(False)
            if self._page.verdict.waiting:
                self._page.verdict.clear()

    def _set_busy(self, busy: bool) -> None:
        self._page.set_busy(busy)
        self._list.set_busy(busy)

    def _tell(self, wrongs: tuple[Wrong, ...], error: BaseException) -> None:
        if self._closed:
            self._office.report(wrongs[0].error if isinstance(error, DraftRefused) else error)
            return
        self._set_busy(False)
        self._page.verdict.clear()
        self._page.say_wrongs(wrongs)

    def _build(self) -> None:
        title = self.tr("Bring other voices in")
        words = self.tr(
            "An account lets the voices of a service speak your lines, or a text model write and "
            "translate them; its key comes from the service's own site. The offline voices work "
            "without any."
        )
        self._empty.say(title, words)
        self._empty.setContentsMargins(RHYTHM * 12, 0, RHYTHM * 12, 0)
        self._stack.addWidget(QWidget(self._stack))  # until it is known whether there are any
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._page)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM * 3)
        self._list.hide()
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, RHYTHM * 2, 0, 0)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(self._notice)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        add = self._empty.add_button(self.tr("Add account…"))
        mark(add, "primary")
        wishes: tuple[tuple[Any, Callable[..., object]], ...] = (
            (self._list.chosen, self._choose),
            (self._list.add_requested, self._begin),
            (self._list.remove_requested, self._remove),
            (self._list.default_requested, self._make_default),
            (self._page.test_requested, self._test),
            (self._page.keep_requested, self._keep),
            (self._page.discard_requested, self._discard),
            (self._page.edited, self._stop_trial),
            (add.clicked, self._begin),
        )
        for signal, slot in wishes:
            signal.connect(slot)
