"""What is said of scripts, cast files and edits."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import CastProblem, EditProblem, ScriptProblem

SCRIPT: Mapping[ScriptProblem, str] = {
    ScriptProblem.MISSING: "{place}: there is no such file. Check the name and the folder.",
    ScriptProblem.UNREADABLE: "{place}: the script cannot be read{why}. "
    "Check that you may read the file.",
    ScriptProblem.EMPTY: "{place}: the script is empty. Write a line such as “NAME: words”.",
    ScriptProblem.BINARY: "{place}: this is not a text file. Save the script as Fountain or "
    "plain text and open that.",
    ScriptProblem.TOO_LARGE: "{place}: the script is too large{why}. Split it into several files.",
    ScriptProblem.ENCODING: "{place}: the text encoding cannot be told{why}. Choose it by hand "
    "(on the command line with --encoding), or save the script as UTF-8.",
    ScriptProblem.MALFORMED: "{place}: the script cannot be understood here{why}. "
    "Correct this place and open it again.",
    ScriptProblem.NO_SPOKEN_LINES: "{place}: nobody speaks in this script. Write lines like "
    "“NAME: words”, or a NAME in capitals with the words below it.",
    ScriptProblem.UNKNOWN_KIND: "{place}: this kind of script is not known{why}. Use a Fountain "
    "file (.fountain), Final Draft (.fdx), Word (.docx), a table (.xlsx, .csv), subtitles (.srt, "
    ".vtt, .ass) or plain text (.txt).",
    ScriptProblem.UNWRITABLE: "{place}: the script cannot be written here{why}. Choose another "
    "folder, or allow writing to this one.",
}

CAST: Mapping[CastProblem, str] = {
    CastProblem.MISSING: "{place}: there is no such cast file. Check the name and the folder.",
    CastProblem.MALFORMED: "{place}: the cast file cannot be understood{value}. "
    'It must be TOML with a table [characters."NAME"] for each character.',
    CastProblem.UNKNOWN_VOICE: "{place}: no voice is called{value}{whom}. {choose}",
    CastProblem.UNKNOWN_ENGINE: "{place}: no engine is called{value}{whom}. {choose}",
    CastProblem.BAD_VALUE: "{place}: the value{value}{whom} cannot be used. {choose}",
}

EDIT: Mapping[EditProblem, str] = {
    EditProblem.READ_ONLY: "The project is open for reading only{why}. "
    "Save a copy and edit that, or close it where it is open.",
    EditProblem.NO_SUCH_LINE: "This line is no longer in the script{why}. Choose another line.",
    EditProblem.NO_SUCH_CHARACTER: "This character is no longer in the cast{why}. "
    "Choose another character.",
    EditProblem.NO_SUCH_TAKE: "This take is no longer in the project{why}. Choose another take.",
    EditProblem.NAME_TAKEN: "Another character has this name{why}. Choose a different one.",
    EditProblem.EMPTY_NAME: "A name cannot be empty{why}. Type at least one letter.",
    EditProblem.CHARACTER_SPEAKS: "The character still has lines{why}. "
    "Give them to someone else first.",
    EditProblem.OUT_OF_RANGE: "This is outside what is possible{why}. Choose a place or value "
    "inside it.",
    EditProblem.TAKEN_BACK: "What was being written was taken back{why}, so the work on it was "
    "stopped. Start it again to go on.",
    EditProblem.LOCKED: "This is locked{why}. Unlock it to change it.",
}
