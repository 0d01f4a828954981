"""What is said of what is kept and what is delivered."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import DeliveryProblem, ProjectFileProblem, SettingsProblem

PROJECT_FILE: Mapping[ProjectFileProblem, str] = {
    ProjectFileProblem.MISSING: "{place}: there is no such project. Check the name and the folder.",
    ProjectFileProblem.NOT_A_PROJECT: "{place}: this is not an Understudy project{why}. "
    "Open a file that ends in .understudy, or import it as a script.",
    ProjectFileProblem.NEWER: "{place}: a newer Understudy made this project{why}. "
    "Update Understudy to open it.",
    ProjectFileProblem.DAMAGED: "{place}: the project file is damaged{why}. Keep a copy of it, "
    "then repair it or open a backup.",
    ProjectFileProblem.LOCKED: "{place}: another window has this project open{why}. "
    "Close it there to edit here.",
    ProjectFileProblem.EXISTS: "{place}: there is a file with this name already{why}. "
    "Choose another name.",
    ProjectFileProblem.DISK_FULL: "{place}: the disk is full, the newest changes are not written. "
    "Free some space, then save again.",
    ProjectFileProblem.UNWRITABLE: "{place}: the project cannot be written{why}. Check that you "
    "may write there, or save a copy elsewhere.",
    ProjectFileProblem.MEDIA_MISSING: "{place}: the sound of a take is missing{why}. "
    "Voice its line again.",
}

DELIVERY: Mapping[DeliveryProblem, str] = {
    DeliveryProblem.NO_FOLDER: "{place}: there is no such folder. Make it, or choose another.",
    DeliveryProblem.UNWRITABLE: "{place}: nothing can be written there{why}. Check that you may "
    "write, or choose another folder.",
    DeliveryProblem.DISK_FULL: "{place}: the disk is full{why}. Free some space or choose another "
    "folder, then export again; nothing half-written is left.",
    DeliveryProblem.COLLISION: "{place}: two files would get this name{why}. Use more fields in "
    "the name pattern, such as {{episode}} or {{line}}.",
    DeliveryProblem.EXISTS: "{place}: the file is there already. Choose another folder, or allow "
    "it to be replaced.",
    DeliveryProblem.NOTHING_TO_DELIVER: "There is nothing to deliver{why}. Voice the lines first.",
    DeliveryProblem.BAD_PATTERN: "The name pattern cannot be used{why}. Use fields such as "
    "{{episode:02}}, {{language}}, {{character}} and {{line:04}}.",
    DeliveryProblem.UNKNOWN_FORMAT: "This sound format is not known{why}. Choose WAV, FLAC, MP3, "
    "M4A or OGG.",
    DeliveryProblem.UNKNOWN_EPISODE: "The project has no such episode{why}. Choose one it has.",
    DeliveryProblem.UNKNOWN_LANGUAGE: "The project has no such language{why}. Choose one it has.",
}

SETTINGS: Mapping[SettingsProblem, str] = {
    SettingsProblem.MALFORMED: "{place}: the settings cannot be understood{why}, so the defaults "
    "are used. Correct the file or delete it.",
    SettingsProblem.UNWRITABLE: "{place}: the settings cannot be written{why}. "
    "Check that you may write there.",
}
