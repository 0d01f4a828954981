"""Looking after project files: check, repair into a copy, and compact, each asked for and told."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QObject

from studio.store.backups import Backup, Backups
from studio.store.check import Depth, check
from studio.store.places import backup_folder
from studio.store.project_file import ProjectFile
from studio.store.repair import RepairReport, repair
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.progress import WorkBars
from studio.ui.prompts import Choice, Prompter

MEGABYTE = 1_000_000


class Upkeep(QObject):
    """Does the slow work in threads under a bar; raises ProjectFileError for what fails."""

    def __init__(
        self, prompter: Prompter, bars: WorkBars, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._prompter = prompter
        self._bars = bars
        self._notices = notices

    async def look_over(self, path: Path) -> Path | None:
        """Check a closed file wholly; the path of a repaired copy when one was asked for."""
        bar = self._bars.begin(self.tr("Checking the project"))
        try:
            findings = await asyncio.to_thread(check, path, Depth.FULL)
        finally:
            bar.end()
        if not findings:
            self._notices.status(self.tr("The project is sound: every line, take and recording."))
            return None
        trouble = counted(
            len(findings), self.tr("The check found one thing that is wrong"),
            self.tr("The check found {n} things that are wrong"),
        )  # fmt: skip
        kinds = ", ".join(sorted({finding.wrong.value for finding in findings}))
        return await self.offer_repair(path, f"{trouble}: {kinds}.")

    async def offer_repair(self, path: Path, trouble: str) -> Path | None:
        """Ask whether to write a repaired copy; its path when it was written."""
        text = self.tr(
            "{trouble}\n\nA repaired copy can be written beside it from everything that can be "
            "read. The damaged file stays as it is."
        )
        choices = (
            Choice("repair", self.tr("Write a repaired copy"), proposed=True),
            Choice("leave", self.tr("Leave it"), leaves=True),
        )
        title = self.tr("Damaged project")
        answer = await self._prompter.ask(title, text.format(trouble=trouble), choices)
        if answer != "repair":
            return None
        bar = self._bars.begin(self.tr("Repairing the project"))
        try:
            report = await asyncio.to_thread(repair, path)
            backup = await asyncio.to_thread(_newest_backup, path)
        finally:
            bar.end()
        self._notices.dialog(self._told(report, backup))
        return report.path

    async def compact(self, file: ProjectFile) -> None:
        """Drop the sounds no take names and give the room back."""
        bar = self._bars.begin(self.tr("Compacting the project"))
        try:
            done = await asyncio.to_thread(file.compact)
        finally:
            bar.end()
        freed = (done.bytes_before - done.bytes_after) / MEGABYTE
        told = self.tr("The project is {freed:.1f} MB smaller.").format(freed=freed)
        self._notices.status(told)

    def _told(self, report: RepairReport, backup: Backup | None) -> str:
        kept = self.tr("The repaired copy is {path}. It holds {lines} lines and {takes} takes.")
        parts = [kept.format(path=report.path, lines=report.lines, takes=report.takes)]
        lost = (
            (report.lost_lines, self.tr("One line is lost."), self.tr("{n} lines are lost.")),
            (report.lost_takes, self.tr("One take is lost."), self.tr("{n} takes are lost.")),
            (
                report.lost_sounds,
                self.tr("One recording is lost; its line can be voiced again."),
                self.tr("{n} recordings are lost; their lines can be voiced again."),
            ),
        )
        parts += [counted(len(ids), one, many) for ids, one, many in lost if ids]
        if report.missing_bytes:
            cut = self.tr("{n} bytes are missing at the end; what was in them cannot be told.")
            parts.append(cut.format(n=report.missing_bytes))
        if len(parts) == 1:
            parts.append(self.tr("Nothing was lost."))
        elif backup is not None:
            told = self.tr("The newest backup of the script and takes, without sound, is {path}.")
            parts.append(told.format(path=backup.path))
        return "\n".join(parts)


def _newest_backup(path: Path) -> Backup | None:
    """The last backup there is of a project."""
    kept = Backups(backup_folder(), path, time.time).all()
    return max(kept, key=lambda backup: backup.made_at, default=None)
