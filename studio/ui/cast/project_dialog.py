"""The voices of the project: who speaks for newcomers, which models, how words are said."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from studio.document import Change, Document
from studio.errors import EditRefused
from studio.model.account import service_of
from studio.model.project import Project
from studio.synthesis.plan import Engines
from studio.ui.cast.model_field import ModelField
from studio.ui.cast.pronunciations import Pronunciations
from studio.ui.notices import Notices
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.names import engine_name, service_name


class ProjectVoicesDialog(QDialog):
    """Every choice is an edit at once; closing changes nothing more."""

    def __init__(
        self,
        document: Document,
        engines: Engines,
        language: str,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._engines = engines
        self._notices = notices
        self._models: dict[str, ModelField] = {}
        self.setWindowTitle(self.tr("Voices of the project"))
        self.resize(RHYTHM * 84, RHYTHM * 70)
        self._build(language)
        self._show()
        self.destroyed.connect(document.listen(self._changed))

    def _build(self, language: str) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("New characters speak with"), self._build_engine())
        for service in self._services():
            usual = self.tr("the service's usual one")
            field = ModelField(usual, self)
            label = self.tr("Model of {service}").format(service=service_name(service))
            field.setAccessibleName(label)
            field.model_chosen.connect(lambda model, s=service: self._set_model(s, model))
            self._models[service] = field
            form.addRow(label, field)
        said = QLabel(self.tr("Pronunciations"), self)
        mark(said, "section")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addLayout(form)
        column.addSpacing(RHYTHM)
        column.addWidget(said)
        column.addWidget(Pronunciations(self._document, language, self._notices, self), 1)
        column.addWidget(buttons)

    def _build_engine(self) -> QComboBox:
        self._engine = QComboBox(self)
        self._engine.setAccessibleName(self.tr("Engine of new characters"))
        self._engine.addItem(self.tr("The engine of the settings"), "")
        chosen = self._document.project.engine
        for name in dict.fromkeys((*self._engines, *filter(None, (chosen,)))):
            self._engine.addItem(engine_name(name), name)
        self._engine.activated.connect(lambda _: self._set_engine(self._engine.currentData()))
        return self._engine

    def _services(self) -> tuple[str, ...]:
        """Services with models to choose from, and those the project names one for."""
        here = [service_of(name) for name, e in self._engines.items() if len(e.limits().models) > 1]
        return tuple(dict.fromkeys((*here, *self._document.project.models)))

    def _changed(self, change: Change) -> None:
        del change
        self._show()

    def _show(self) -> None:
        project = self._document.project
        with QSignalBlocker(self._engine):
            self._engine.setCurrentIndex(max(self._engine.findData(project.engine), 0))
        for service, field in self._models.items():
            engine = self._engines.get(service)
            models = engine.limits().models if engine else ()
            field.show_model(project.models.get(service, ""), models, next(iter(models), ""))

    def _set_engine(self, engine: str) -> None:
        self._edit(self.tr("Engine of the project"), replace(self._project, engine=engine))

    def _set_model(self, service: str, model: str) -> None:
        rest = {name: known for name, known in self._project.models.items() if name != service}
        models = {**rest, service: model} if model else rest
        self._edit(self.tr("Model of the project"), replace(self._project, models=models))

    @property
    def _project(self) -> Project:
        return self._document.project

    def _edit(self, label: str, project: Project) -> None:
        try:
            self._document.edit(label, project)
        except EditRefused as refusal:
            self._notices.report(refusal)
            self._show()
