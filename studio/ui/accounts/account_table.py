"""The accounts as rows of a list, each service with a heading over its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from studio.model.account import Account, Service
from studio.store.account_listing import Listed
from studio.ui.accounts.words import note_of, service_name

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """An account, or without one the heading of a service."""

    service: Service
    listed: Listed | None = None


class AccountTable(QAbstractListModel):
    """The accounts by service, the default of each first."""

    def __init__(
        self, hosts: Callable[[Service], Mapping[str, str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hosts = hosts
        self._rows: tuple[Row, ...] = ()

    def show_accounts(self, accounts: Sequence[Listed]) -> None:
        """List these; where only what is said of them is new, the rows stay."""
        rows: list[Row] = []
        for service in Service:
            of_service = [each for each in accounts if each.account.service is service]
            rows += [Row(service)] if of_service else []
            rows += [Row(service, each) for each in of_service]
        before, after = [_key(row) for row in self._rows], [_key(row) for row in rows]
        if before == after:
            self._rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def listed(self, row: int) -> Listed | None:
        """The account in a row, None in a heading."""
        return self._rows[row].listed if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """The row of the account of this key, -1 when there is none."""
        keys = [_key(row) for row in self._rows]
        return keys.index(key) if key in keys else -1

    @property
    def first_row(self) -> int:
        """The row of the first account, -1 without any."""
        return 1 if self._rows else -1

    def region(self, account: Account) -> str:
        """What the account's host is for, or the host itself."""
        known = self._hosts(account.service)
        host = account.host or next(iter(known))
        return self.tr(known[host]) if host in known else host.partition("://")[2]

    def note(self, row: int) -> str:
        """What is worth knowing of the account in a row."""
        listed = self.listed(row)
        return note_of(listed, self.region(listed.account)) if listed else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many accounts and headings there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if self.listed(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name; all that is known as tooltip and for screen readers."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.listed.account.name if row.listed else service_name(row.service)
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if role in spoken and row.listed:
            default = [self.tr("default")] if row.listed.first else []
            parts = (row.listed.account.name, service_name(row.service), *default)
            return ", ".join((*parts, self.note(index.row())))
        return None


def _key(row: Row) -> str:
    return row.listed.account.key if row.listed else row.service
