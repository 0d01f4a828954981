"""Asks for the brief of a script, and who plans it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from studio.model.outline import Brief
from studio.model.project import Project
from studio.ui.theme import RHYTHM
from studio.ui.writing.asking_dialog import AskingDialog, MakesWork
from studio.ui.writing.brief_form import BriefForm, first_brief
from studio.ui.writing.writers import WritersAtHand
from studio.writing.generating.briefs import checked
from studio.writing.generating.work import work_of_plan, work_of_script

SIZE = (RHYTHM * 108, RHYTHM * 74)


class BriefDialog(AskingDialog):
    """Begins with the last brief of the project; a plan that is there may be kept."""

    def __init__(
        self,
        project: Project,
        draft: Brief | None,
        at_hand: WritersAtHand,
        parent: QWidget | None = None,
        *,
        again: bool = False,
    ) -> None:
        super().__init__(
            self.tr("Write a script"), self.tr("Plan the script"), at_hand, parent
        )  # fmt: skip
        outline = project.outline
        known = draft or (outline.brief if outline else None)
        self._brief = BriefForm(self)
        self._brief.show_brief(known or first_brief(project.languages[0]))
        if any(line.text for _, line in project.lines):
            self._brief.fix_language(project.languages[0])
        self._keep = QCheckBox(self.tr("Keep the plan as it is, and plan what it lacks"), self)
        self._keep.setToolTip(
            self.tr(
                "Remove from the plan what you do not like before: it is planned anew. Without "
                "this, the whole plan gives way to another one; Undo brings it back."
            )
        )
        self._keep.setVisible(bool(outline and outline.episodes))
        self._keep.setChecked(again)
        self.content.addWidget(self._brief, 1)
        self.content.addWidget(self._keep)
        self._brief.changed.connect(self.changed)
        self._brief.focus_idea()
        self.resize(*SIZE)
        self.count()

    @property
    def keeps(self) -> bool:
        """Whether the plan that is there stays."""
        return not self._keep.isHidden() and self._keep.isChecked()

    def brief(self) -> Brief:
        """What stands in the dialog, as it was typed."""
        return self._brief.brief()

    def check(self) -> None:
        """Raise WritingError for a brief that cannot be planned."""
        checked(self.brief())

    def work(self) -> MakesWork | None:
        """The estimate of the whole plan: what it lacks is no more."""
        brief = self.brief()
        return lambda: work_of_plan(brief)

    def further_work(self) -> MakesWork | None:
        """The estimate of the whole script."""
        brief = self.brief()
        return lambda: work_of_script(brief)
