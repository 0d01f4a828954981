"""The accounts dialog: which accounts there are, and what they have cost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.ui.accounts.accounts_page import AccountsPage
from studio.ui.accounts.office import Office
from studio.ui.accounts.usage_page import UsagePage
from studio.ui.enter_presses import EnterPresses
from studio.ui.prompts import DialogPrompter, Prompter
from studio.ui.theme import RHYTHM

SIZE = (RHYTHM * 116, RHYTHM * 85)


class AccountsDialog(QDialog):
    """Stays until it is closed; whoever opened it calls `settled` and then `aclose`."""

    def __init__(
        self,
        office: Office,
        parent: QWidget | None = None,
        *,
        prompter: Callable[[QWidget], Prompter] = DialogPrompter,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Accounts"))
        self._tasks = TaskScope(office.report)
        self._tabs = QTabWidget(self)
        self._accounts = AccountsPage(office, prompter(self), self._tasks, self)
        self._usage = UsagePage(office, self._tasks, self)
        self._asking = False
        self._build()
        EnterPresses(self)

    def reject(self) -> None:
        """Close, if nothing typed would be lost or the person says so."""
        if not self._accounts.dirty:
            super().reject()
        elif not self._asking:
            self._asking = True
            self._tasks.start(self._leave())

    def done(self, result: int) -> None:
        """Close; no service is asked any more, what is being kept is kept."""
        self._accounts.stop()
        self._usage.keep()
        super().done(result)

    async def settled(self) -> None:
        """Wait until what is being kept is kept."""
        await self._accounts.settled()

    async def aclose(self) -> None:
        """Let go of everything."""
        await self._tasks.close()

    async def _leave(self) -> None:
        try:
            leaves = await self._accounts.may_leave()
        finally:
            self._asking = False
        if leaves:
            super().reject()

    def _build(self) -> None:
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setAccessibleName(self.tr("Sections"))
        self._tabs.addTab(self._accounts, self.tr("&Accounts"))
        self._tabs.addTab(self._usage, self.tr("&Usage and limits"))
        self._tabs.currentChanged.connect(lambda _: self._usage.refresh())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 2, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(self._tabs, 1)
        column.addWidget(buttons)
        self.resize(*SIZE)
