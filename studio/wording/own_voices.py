"""What is said of consents and of the library of own voices."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import ConsentProblem, VoiceLibraryProblem

CONSENT: Mapping[ConsentProblem, str] = {
    ConsentProblem.MISSING: "{place}: no consent is recorded, so no voice is made. Say who spoke "
    "and on what ground the voice may be cloned.",
    ConsentProblem.UNREADABLE: "{place}: the consent cannot be read{why}. Check that you may read "
    "the file.",
    ConsentProblem.MALFORMED: "{place}: the consent cannot be understood{why}. Write lines such as "
    "“speaker: NAME”, “ground: own voice” and “until: 2027-12-31”.",
    ConsentProblem.NO_GROUND: "{place}: the consent does not say on what ground{why}. Choose one "
    "of those the studio knows, such as “own voice” or “written agreement”.",
    ConsentProblem.NO_SPEAKER: "{place}: the consent does not say whose voice it is. Name who "
    "spoke.",
    ConsentProblem.NO_DOCUMENT: "{place}: this ground is a document{why}. Name the document, or "
    "attach it.",
    ConsentProblem.NO_NOTE: "{place}: this ground needs a note{why}. Say where the recording is "
    "from.",
    ConsentProblem.NOT_RECORDED: "{place}: the consent does not say who recorded it and on what "
    "day. Add both.",
    ConsentProblem.NOT_YET: "{place}: the consent is dated in the future{why}. Correct the day on "
    "which it was recorded.",
    ConsentProblem.OVER: "{place}: the consent is over{why}. Ask the speaker for a new one before "
    "this voice is made.",
}

VOICE_LIBRARY: Mapping[VoiceLibraryProblem, str] = {
    VoiceLibraryProblem.DAMAGED: "{place}: the library of your voices is damaged{why}. Keep the "
    "file; what can be read of it is taken over when Understudy starts again.",
    VoiceLibraryProblem.NEWER: "{place}: a newer Understudy keeps this library of voices{why}. "
    "Update Understudy to use it.",
    VoiceLibraryProblem.BUSY: "{place}: another program is busy with the library of voices{why}. "
    "Try again in a moment.",
    VoiceLibraryProblem.DISK_FULL: "{place}: the disk is full, so the library of voices is as it "
    "was{why}. Free some space, then try again.",
    VoiceLibraryProblem.UNWRITABLE: "{place}: the library of voices cannot be used{why}. Check "
    "that you may write there.",
    VoiceLibraryProblem.NO_SUCH_VOICE: "This voice is no longer in your library{why}. Choose "
    "another one.",
    VoiceLibraryProblem.FILE_MISSING: "{place}: a recording of this voice is missing{why}. Add the "
    "recording again.",
    VoiceLibraryProblem.FILE_DAMAGED: "{place}: a recording of this voice is damaged{why}. Add the "
    "recording again.",
}
