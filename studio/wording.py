"""One clear sentence for each error: what went wrong, where, and what to do about it.

Long because all that is said of errors is one table for those who translate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    AudioError,
    AudioProblem,
    CapReached,
    CastError,
    CastProblem,
    ConsentError,
    ConsentProblem,
    DeliveryError,
    DeliveryProblem,
    EditProblem,
    EditRefused,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    LedgerError,
    LedgerProblem,
    NoConnection,
    NoFreeSlot,
    NoSuchHost,
    NoSuchModel,
    NothingToSay,
    OutcomeUnknown,
    ProjectFileError,
    ProjectFileProblem,
    SampleError,
    SampleProblem,
    ScriptError,
    ScriptProblem,
    SettingsError,
    SettingsProblem,
    StudioError,
    TooMuchAtOnce,
    VoiceError,
    VoiceInDoubt,
    VoiceLibraryError,
    VoiceLibraryProblem,
    VoiceNotMade,
    VoiceRefused,
    WritingError,
    WritingProblem,
)

Translate = Callable[[str], str]

SHOWN_CHOICES = 12
"""Names listed in a sentence; more would be a wall of text."""

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
    "file (.fountain) or plain text (.txt).",
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

AUDIO: Mapping[AudioProblem, str] = {
    AudioProblem.UNDECODABLE: "{place}: this is not sound that can be read{why}. "
    "Convert it to WAV, FLAC or MP3.",
    AudioProblem.TOO_LONG: "{place}: the recording is too long{why}. Cut it into shorter parts.",
    AudioProblem.NO_DEVICE: "There is no loudspeaker to play on{why}. Connect one, or choose "
    "another in the settings; exporting works without.",
    AudioProblem.DEVICE_LOST: "The loudspeaker is gone{why}. Connect it again, or choose another "
    "in the settings, and play.",
    AudioProblem.ENCODER: "{place}: the sound could not be encoded{why}. Check the ffmpeg in the "
    "settings, or export as WAV.",
    AudioProblem.NO_MICROPHONE: "There is no microphone to record with{why}. Connect one, allow it "
    "in the settings of the system, or choose another.",
    AudioProblem.MICROPHONE_LOST: "The microphone gives nothing more{why}. What was recorded is "
    "kept; connect it again and record the rest.",
    AudioProblem.NOT_RECORDED: "{place}: the recording cannot be written{why}. Free some space or "
    "choose another folder; what was written is kept.",
}

SAMPLE: Mapping[SampleProblem, str] = {
    SampleProblem.TOO_SHORT: "{place}: the sample is too short{why}. Add more of the voice, or "
    "record it again.",
    SampleProblem.TOO_LONG: "{place}: the sample is too long{why}. Keep its best part, or split it "
    "where several are taken.",
    SampleProblem.TOO_LARGE: "{place}: the file is too large{why}. Save it as MP3 or M4A, or keep "
    "a part of it.",
    SampleProblem.SILENT: "{place}: nothing can be heard in the sample{why}. Check the microphone "
    "and the channel, then record it again.",
    SampleProblem.TOO_FEW: "There are too few samples{why}. Add another one.",
    SampleProblem.TOO_MANY: "There are too many samples{why}. Join some, or leave the worst out.",
    SampleProblem.CLIPPED: "{place}: the recording is overdriven{why}. Record it again at a lower "
    "level; the distortion becomes part of the voice.",
    SampleProblem.QUIET: "{place}: the sample is quiet{why}. Raise its gain, or record closer to "
    "the microphone.",
    SampleProblem.LOUD: "{place}: the sample goes beyond full scale{why}. Lower its gain.",
    SampleProblem.NOISY: "{place}: much noise is behind the voice{why}. Record in a quieter room, "
    "or let the service reduce the noise.",
    SampleProblem.LONG_SILENCES: "{place}: the sample has long silences{why}. Trim its ends and "
    "squeeze the pauses.",
    SampleProblem.NARROW: "{place}: the recording sounds like a telephone{why}. Look for a better "
    "one; the voice will sound the same.",
    SampleProblem.CUT_OFF: "{place}: the recording ends before the piece that is used{why}. Cut "
    "the piece shorter, or open a whole copy of the file.",
}

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
}

SETTINGS: Mapping[SettingsProblem, str] = {
    SettingsProblem.MALFORMED: "{place}: the settings cannot be understood{why}, so the defaults "
    "are used. Correct the file or delete it.",
    SettingsProblem.UNWRITABLE: "{place}: the settings cannot be written{why}. "
    "Check that you may write there.",
}

VOICE: Mapping[type[VoiceError], str] = {
    EngineUnreachable: "The engine {engine} did not answer{why}. Check the connection, then try "
    "again.",
    EngineRefused: "The engine {engine} refused this{why}. Change the words or what goes with "
    "them, such as voice and model, then try again.",
    VoiceRefused: "The engine {engine} does not speak with this voice{why}. Choose another voice, "
    "then voice the line again.",
    NoSuchModel: "The engine {engine} has no such model{why}. Choose another one (on the command "
    "line with --model){value}.",
    NothingToSay: "There is nothing to say in this line. Write words to be spoken, then voice it.",
    VoiceNotMade: "The engine {engine} made no voice of this{why}. Change the recordings, the "
    "words or the options, then try again.",
    NoFreeSlot: "The account at {engine} has no room for another voice{why}. Delete one that is no "
    "longer needed, then try again.",
    VoiceInDoubt: "The answer of {engine} was lost{why}, so the voice may be there. Look for it in "
    "the list of voices before you make it again.",
    TooMuchAtOnce: "The text is more than {engine} reads at once{why}. Ask for less of it, or "
    "choose a model that reads more.",
    NoConnection: "There is no connection to the engine {engine}{why}. Check the network and the "
    "host of the account, then try again.",
    NoSuchHost: "The host of the engine {engine} cannot be found{why}. Check the address of the "
    "account and the network, then try again.",
    EngineBusy: "The engine {engine} takes no more just now{why}. Wait a minute, then try again.",
    OutcomeUnknown: "The answer of {engine} was lost{why}, so it may have been billed. "
    "Try again if you accept to pay it twice.",
    VoiceError: "The engine {engine} gave no take{why}. Voice the line again, or choose another "
    "voice.",
}

ACCOUNT_STOPPED: Mapping[AccountProblem, str] = {
    AccountProblem.KEY: "The account at {engine} was not let in{why}: the key is wrong, or it "
    "belongs to another region. Check both in the accounts, then go on.",
    AccountProblem.BALANCE: "The account at {engine} has no balance left{why}. Top it up, or check "
    "that the key is of the kind that spends it, then go on.",
    AccountProblem.PLAN_SPENT: "The plan of the account at {engine} is used up for now{why}. "
    "Wait for its next period or choose another account, then go on.",
    AccountProblem.MODEL_NOT_IN_PLAN: "The plan of the account at {engine} does not have this "
    "model{why}. Choose another model or account, then go on.",
    AccountProblem.NOT_VERIFIED: "The account at {engine} may not do this yet{why}. Verify the "
    "account at the service, then try again.",
    AccountProblem.NO_SUBSCRIPTION: "The account at {engine} has no audio subscription{why}. "
    "Subscribe at the service or choose another account, then go on.",
    AccountProblem.SUSPENDED: "The account at {engine} needs its owner{why}. Mend it on the "
    "accounts page of the service, then go on.",
    AccountProblem.CLOSED: "The service closed this interface of {engine}{why}. Set the account to "
    "the current one, or choose another account.",
    AccountProblem.WRONG_ADDRESS: "There is no service of {engine} at this address{why}. "
    "Check the host of the account, then try again.",
    AccountProblem.NOT_TRUSTED: "The certificate of {engine} does not verify{why}. Check the host "
    "of the account and the clock of this machine, then try again.",
}

ACCOUNT: Mapping[AccountFault, str] = {
    AccountFault.UNKNOWN_SERVICE: "No service is called this{why}. Use minimax, useapi or chat.",
    AccountFault.UNKNOWN_ACCOUNT: "There is no such account{why}. The command “understudy "
    "accounts list” shows those there are.",
    AccountFault.NO_ACCOUNT: "There is no account of {engine} yet. Add one with “understudy "
    "accounts add {engine} NAME” or in the window, or set its environment variable{why}.",
    AccountFault.FROM_ENVIRONMENT: "This account comes from the environment{why}. Change or unset "
    "the variable there.",
    AccountFault.TERMS: "The risks of this service have to be accepted first{why}. Add the account "
    "again with --accept-terms.",
    AccountFault.NAME_TAKEN: "There is an account with this name already{why}. Choose another.",
    AccountFault.BAD_NAME: "This cannot be the name of an account{why}. Use 1 to 40 letters, "
    "digits, hyphens or underscores.",
    AccountFault.BAD_HOST: "This is not the address of a service{why}. Write it like "
    "https://api.example.com.",
    AccountFault.INSECURE_HOST: "The key would travel unprotected to this host{why}. Use https; "
    "plain http is for this machine only.",
    AccountFault.BAD_VALUE: "This setting of the account cannot be used{why}. Correct it and try "
    "again.",
    AccountFault.EMPTY_KEY: "The key is empty{why}. Copy it from the service's page of keys.",
    AccountFault.NO_KEY: "The key of the account is not on this machine{why}. Enter it in the "
    "accounts.",
    AccountFault.NO_KEYRING: "This machine has no keyring to keep the key in{why}. Set the "
    "environment variable of the service, or use the key for one run, in the window.",
    AccountFault.KEYRING_REFUSED: "The keyring did not take or give the key{why}. Unlock it and "
    "try again.",
    AccountFault.UNREADABLE: "The list of accounts cannot be read{why}. Correct the file or delete "
    "it, then add the accounts again.",
    AccountFault.UNWRITABLE: "The list of accounts cannot be written{why}. Check that you may "
    "write there.",
}

LEDGER: Mapping[LedgerProblem, str] = {
    LedgerProblem.DAMAGED: "{place}: the ledger of what was billed is damaged{why}. Voicing goes "
    "on with a new one, so sums and daily caps count from now; keep the old file if you need it.",
    LedgerProblem.NEWER: "{place}: a newer Understudy keeps this ledger of what was billed{why}. "
    "Update Understudy to have sums and daily caps; voicing goes on.",
    LedgerProblem.UNWRITABLE: "{place}: the ledger of what was billed cannot be used{why}. Check "
    "that you may write there; voicing goes on, but sums and daily caps miss this.",
}

USEAPI_WARNING = (
    "useapi.net is not MiniMax. It drives a browser session of your own MiniMax web account with "
    "a token you give it: sessions expire, the account may be suspended, and MiniMax's terms may "
    "forbid it. The official way is an account of the service minimax."
)
"""What has to be accepted before an account of useapi is added."""

VERDICTS: Mapping[AccountProblem, str] = {
    AccountProblem.KEY: "wrong key or wrong region",
    AccountProblem.BALANCE: "no balance",
    AccountProblem.PLAN_SPENT: "plan used up for now",
    AccountProblem.MODEL_NOT_IN_PLAN: "model not in the plan",
    AccountProblem.NOT_VERIFIED: "account not verified",
    AccountProblem.NO_SUBSCRIPTION: "no audio subscription",
    AccountProblem.SUSPENDED: "suspended or expired",
    AccountProblem.CLOSED: "closed generation of the service",
    AccountProblem.WRONG_ADDRESS: "no such service at this host",
    AccountProblem.NOT_TRUSTED: "certificate not trusted",
}
"""What a service said about an account, in a few words."""

WRITING: Mapping[WritingProblem, str] = {
    WritingProblem.NO_WRITER: "Nobody is there to write{why}. Add an account of MiniMax, or of any "
    "chat service (a model on this machine, such as Ollama, needs no key), under Accounts or with "
    "`understudy accounts add`.",
    WritingProblem.UNKNOWN_WRITER: "No account that writes is called this{why}. Choose another.",
    WritingProblem.NO_WORDS: "There is nothing to work on{why}. Give some text first.",
    WritingProblem.LIMIT: "The limit of this job is reached{why}. What came so far is kept; raise "
    "the limit and go on.",
    WritingProblem.NO_PRICE: "Nobody knows what this model costs{why}, so a limit in money cannot "
    "be kept. Limit the tokens instead.",
    WritingProblem.DECLINED: "The model declined{why}. Change the words it objects to, or choose "
    "another model.",
    WritingProblem.NO_RECORDS: "The model answered, but not in a form that can be used{why}. Try "
    "again, or choose another model.",
    WritingProblem.TOO_LONG: "This is too long{why}. Shorten it, or do it in parts.",
    WritingProblem.OTHER_WORDS: "The words do not match their source{why}. Nothing was changed; "
    "try again.",
    WritingProblem.BAD_BRIEF: "The brief cannot be used{why}. Correct this and try again.",
}

TABLES: Mapping[type[StudioError], Mapping[Any, str]] = {
    ScriptError: SCRIPT,
    CastError: CAST,
    AudioError: AUDIO,
    SampleError: SAMPLE,
    ConsentError: CONSENT,
    VoiceLibraryError: VOICE_LIBRARY,
    ProjectFileError: PROJECT_FILE,
    DeliveryError: DELIVERY,
    EditRefused: EDIT,
    SettingsError: SETTINGS,
    AccountError: ACCOUNT,
    AccountStopped: ACCOUNT_STOPPED,
    LedgerError: LEDGER,
    WritingError: WRITING,
}

CAP_REACHED = (
    "This would be billed {needed} characters, and the cap leaves {left}. "
    "It is set in Accounts, under Usage and limits."
)

UNKNOWN = "Something went wrong that has no name yet{why}. Your work is kept; try again."


def sentence(error: StudioError, tr: Translate = str) -> str:
    """What went wrong, where, and what to do next, in the language of `tr`."""
    words = {
        "place": _place(error, tr),
        "why": _why(str(getattr(error, "detail", ""))),
        "engine": str(getattr(error, "engine", "") or getattr(error, "account", "")) or "?",
        "value": "",
        "whom": "",
        "choose": "",
        "needed": f"{getattr(error, 'needed', 0):,}",
        "left": f"{getattr(error, 'left', 0):,}",
    }
    if isinstance(error, CastError):
        words |= _cast_words(error, tr)
    if isinstance(error, NoSuchModel) and error.known:
        words["value"] = f": {_listed(error.known)}"
    text = tr(_template(error)).format(**words)
    return text if words["place"] else _without_place(text)


def verdict(error: StudioError | None, tr: Translate = str) -> str:
    """What came of trying an account, in a few words; None is that it was let in."""
    match error:
        case None:
            return tr("let in")
        case AccountStopped():
            return tr(VERDICTS[error.problem])
        case AccountError(fault=AccountFault.KEYRING_REFUSED):
            return tr("keyring locked")
        case AccountError():
            return tr("no key")
        case EngineBusy():
            return tr("busy")
        case EngineUnreachable():
            return tr("unreachable")
        case _:
            return tr("no clear answer")


def all_templates() -> tuple[str, ...]:
    """Every sentence with its fields, for translators and for checking them."""
    tables = (*TABLES.values(), VOICE)
    return (*(text for table in tables for text in table.values()), CAP_REACHED, UNKNOWN)


def _template(error: StudioError) -> str:
    if isinstance(error, VoiceError) and type(error) not in TABLES:
        return next(VOICE[kind] for kind in type(error).__mro__ if kind in VOICE)
    if isinstance(error, CapReached):
        return CAP_REACHED
    table = TABLES.get(type(error), {})
    problem = error.fault if isinstance(error, AccountError) else getattr(error, "problem", "")
    return table.get(problem, UNKNOWN)


def _without_place(text: str) -> str:
    """A sentence about nothing in particular: no colon at its start, a capital first."""
    bare = text.removeprefix(": ")
    return bare[:1].upper() + bare[1:]


def _place(error: StudioError, tr: Translate) -> str:
    """The file, and the line and column in it where these are known."""
    source = str(getattr(error, "source", "") or getattr(error, "path", ""))
    parts = [source] if source else []
    if isinstance(error, ScriptError | CastError | ConsentError) and error.line:
        parts.append(tr("line {number}").format(number=error.line))
    if isinstance(error, ScriptError) and error.line and error.column:
        parts.append(tr("column {number}").format(number=error.column))
    return ", ".join(parts)


def _why(detail: str) -> str:
    cleaned = " ".join(detail.split()).rstrip(".")
    return f" ({cleaned})" if cleaned else ""


def _listed(names: tuple[str, ...]) -> str:
    """Names to choose from, not too many."""
    return ", ".join(names[:SHOWN_CHOICES]) + (", …" if len(names) > SHOWN_CHOICES else "")


def _cast_words(error: CastError, tr: Translate) -> dict[str, str]:
    known = _listed(error.known)
    return {
        "value": f" “{error.value}”" if error.value else "",
        "whom": tr(" for {name}").format(name=error.character) if error.character else "",
        "choose": tr("Use one of: {known}.").format(known=known)
        if known
        else tr("Correct it and try again."),
    }
