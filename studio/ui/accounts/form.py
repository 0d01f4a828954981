"""The form of one account; it holds what was typed and says what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from studio.errors import AccountFault
from studio.model.account import KEYLESS, Account, Service
from studio.store.account_book import is_from_environment
from studio.store.account_listing import Listed
from studio.store.environment import variable_of
from studio.ui.accounts.draft import Draft, Spot
from studio.ui.accounts.field import Field
from studio.ui.accounts.host_field import HostField
from studio.ui.accounts.key_field import KeyField
from studio.ui.accounts.pace_field import PaceField
from studio.ui.accounts.service_fields import ChatFields, MiniMaxFields, UseApiFields
from studio.ui.accounts.words import described, judged, key_page, said, service_name
from studio.ui.theme import RHYTHM, mark

LONGEST_NAME = 40


class AccountForm(QWidget):
    """Shows an account, or asks for a new one."""

    changed = Signal()

    def __init__(self, hosts: Callable[[Service], Mapping[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._hosts = hosts
        self._account: Account | None = None
        self._shown: Draft | None = None
        self._title = QLabel(self)
        self._about = QLabel(self)
        self._service = QComboBox(self)
        self._name = QLineEdit(self)
        self._host = HostField(self)
        self.key = KeyField(self)
        self._pace = PaceField(self)
        self._minimax = MiniMaxFields(self)
        self._useapi = UseApiFields(self)
        self._chat = ChatFields(self)
        self._special: dict[Service, MiniMaxFields | UseApiFields | ChatFields] = {
            Service.MINIMAX: self._minimax,
            Service.USEAPI: self._useapi,
            Service.CHAT: self._chat,
        }
        self._build()
        self._connect()

    @property
    def account(self) -> Account | None:
        """The account that is shown, None while a new one is asked for."""
        return self._account

    @property
    def service(self) -> Service:
        """The service of the account in hand."""
        if self._account is not None:
            return self._account.service
        return Service(self._service.currentData())  # Qt gives back a bare str

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not kept."""
        if self._account is None:
            return bool(self._name.text().strip() or self.key.secret)
        return self.draft() != self._shown

    def draft(self) -> Draft:
        """What stands in the form."""
        service = self.service
        options = self._special[service].options()
        if service is Service.CHAT and self.key.secret:
            options["key"] = ""
        elif service is Service.CHAT and self._account is None:
            options["key"] = KEYLESS
        before = dict(self._account.options) if self._account else {}
        account = Account(
            service,
            self._account.name if self._account else self._name.text().strip(),
            self._host.host,
            self._pace.per_minute,
            self._pace.in_flight,
            {**before, **options},
        )
        return Draft(
            account,
            self.key.secret,
            new=self._account is None,
            this_run_only=bool(self.key.secret) and self.key.this_run_only,
            accepted=self._useapi.accept.isChecked(),
        )

    def begin(self, service: Service = Service.MINIMAX) -> None:
        """Ask for a new account."""
        with QSignalBlocker(self._service), QSignalBlocker(self._name):
            self._service.setCurrentIndex(self._service.findData(service))
            self._name.clear()
        self._account = None
        self._title.setText(self.tr("New account"))
        self.key.begin()
        self._show_values(Account(service, ""))
        self.set_editable(True)
        self._service.setFocus()

    def show_account(self, listed: Listed) -> None:
        """Show an account that there is."""
        self._account = listed.account
        self._title.setText(listed.account.name)
        self.key.forget()
        self._show_values(listed.account)
        self.show_key(listed)
        self.set_editable(True)

    def show_key(self, listed: Listed) -> None:
        """Show what is known of the key, unless another one is being typed."""
        if self.key.secret:
            return
        if listed.account.keyless and is_from_environment(listed.account):
            self.key.show_fixed(self.tr("This service wants none"))
        elif listed.account.keyless:
            self.key.show_none(self.tr("This service wants none"))
        elif variable := variable_of(listed.account.key):
            self.key.show_fixed(f"{variable}  {listed.key}")
        elif listed.key:
            self.key.show_kept(listed.key)
        elif listed.problem is None:
            self.key.show_fixed(self.tr("Asking the keyring…"))
        elif listed.problem.fault in (AccountFault.NO_KEY, AccountFault.NO_KEYRING):
            self.key.begin()
            self.say(Spot.KEY, self.tr("Its key is not on this machine. Enter it here."))
        else:
            self.key.show_kept(judged(listed.problem))
            self.say(Spot.KEY, said(listed.problem))
        if self._shown is not None:
            self._shown = self.draft()

    def offer_models(self, models: Sequence[str]) -> None:
        """Offer the names of models that the service lists."""
        self._chat.offer(models)

    def set_editable(self, editable: bool) -> None:
        """Let everything be changed, or nothing; an account of the environment stays as it is."""
        fixed = self._account is not None and is_from_environment(self._account)
        for field in self._fields.values():
            field.control.setEnabled(editable and not fixed)

    def say(self, spot: Spot, text: str) -> None:
        """Say what is wrong, beside the field it is about."""
        self._fields[spot].say(text)

    def clear_wrongs(self) -> None:
        """Say that nothing is wrong."""
        for field in self._fields.values():
            field.clear()

    def field(self, spot: Spot) -> Field:
        """The field of a part of the form."""
        return self._fields[spot]

    def focus(self, spot: Spot) -> None:
        """Put the keys into a field."""
        special = {Spot.KEY: self.key.focus_typed, Spot.HOST: self._host.focus_wrong}
        special.get(spot, self._fields[spot].control.setFocus)()

    def _show_values(self, account: Account) -> None:
        self._host.offer(self._hosts(account.service), account.host)
        self._pace.show_pace(account)
        for special in self._special.values():
            special.show_options(account.options)
        self.key.set_optional(account.service is Service.CHAT)
        self._show_rows(account)
        self.clear_wrongs()
        self._shown = self.draft()

    def _show_rows(self, account: Account) -> None:
        new, minimax = self._account is None, account.service is Service.MINIMAX
        useapi, chat = account.service is Service.USEAPI, account.service is Service.CHAT
        fixed = is_from_environment(account)
        told = self.tr("Where voices are asked for, and who pays for them.")
        if chat:
            told = self.tr("A text model, for writing and translating; it has no voices.")
        if fixed:
            told = self.tr("From the environment: it is changed there, and never written down.")
        elif not new:
            told = f"{described(account)}\n{told}" if chat else described(account)
        self._about.setText(told)
        self._fields[Spot.KEY].set_hint(key_page(account.service) if new else "")
        rows = {
            "service": new,
            Spot.NAME: new,
            Spot.GROUP_ID: minimax,
            Spot.MODEL: chat,
            "format": minimax,
            "times": minimax,
            "dialect": useapi,
            Spot.ACCOUNT: useapi,
            Spot.TERMS: useapi and new,
        }
        region = self.tr("Region") if minimax else self.tr("Address")
        self._label(Spot.HOST).setText(region)
        for row, shown in rows.items():
            self._form.setRowVisible(self._fields[row], shown)

    def _build(self) -> None:
        mark(self._title, "heading")
        mark(self._about, "caption")
        for label in (self._title, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for service in Service:
            self._service.addItem(service_name(service), service)
        self._service.setAccessibleName(self.tr("Service"))
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setPlaceholderText(self.tr("Your own, such as main"))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(RHYTHM * 2)
        self._form.setVerticalSpacing(RHYTHM + RHYTHM // 2)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._fields: dict[str, Field] = {}
        self._add_rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, RHYTHM, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(RHYTHM)
        column.addLayout(self._form)
        column.addStretch(1)

    def _add_rows(self) -> None:
        minimax, useapi = self._minimax, self._useapi
        self._add("service", self.tr("Service"), self._service)
        self._add(Spot.NAME, self.tr("Name"), self._name)
        self._add(Spot.HOST, self.tr("Region"), self._host)
        self._add(Spot.KEY, self.tr("Key"), self.key)
        self._add("pace", self.tr("Plan allows"), self._pace)
        self._add(Spot.GROUP_ID, self.tr("Group id"), minimax.group)
        self._add(Spot.MODEL, self.tr("Model"), self._chat.model)
        self._add("format", self.tr("Takes as"), minimax.format)
        self._add("times", self.tr("Word times"), minimax.times)
        self._add("dialect", self.tr("Interface"), useapi.dialect)
        self._add(Spot.ACCOUNT, self.tr("Account there"), useapi.account)
        self._add(Spot.TERMS, self.tr("Risks"), useapi.terms)

    def _add(self, row: str, label: str, control: QWidget) -> None:
        field = Field(control, self)
        self._fields[row] = field
        self._form.addRow(label, field)

    def _label(self, row: str) -> QLabel:
        label = self._form.labelForField(self._fields[row])
        assert isinstance(label, QLabel)
        return label

    def _connect(self) -> None:
        self._service.currentIndexChanged.connect(self._choose_service)
        self._name.textChanged.connect(self.changed)
        for part in (self._host, self.key, self._pace, *self._special.values()):
            part.changed.connect(self.changed)

    def _choose_service(self) -> None:
        self._show_values(Account(self.service, ""))
        self.changed.emit()
