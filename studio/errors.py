"""What can go wrong, as a tree of errors with fields; the sentences are in `wording`.

Long because each class is a few lines of one tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class StudioError(Exception):
    """Anything the studio can explain to the person using it."""


class ScriptProblem(StrEnum):
    """Why a script was not taken in."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too large"
    ENCODING = "encoding"
    MALFORMED = "malformed"
    NO_SPOKEN_LINES = "no spoken lines"
    UNKNOWN_KIND = "unknown kind"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class ScriptError(StudioError):
    """A script that could not be read; line and column count from 1, 0 where unknown."""

    problem: ScriptProblem
    source: str
    line: int = 0
    column: int = 0
    detail: str = ""


class CastProblem(StrEnum):
    """What is wrong with a cast file."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN_VOICE = "unknown voice"
    UNKNOWN_ENGINE = "unknown engine"
    BAD_VALUE = "bad value"


@dataclass(eq=False)
class CastError(StudioError):
    """A cast file, or a voice named in it, that cannot be used."""

    problem: CastProblem
    source: str
    character: str = ""
    value: str = ""
    known: tuple[str, ...] = ()
    line: int = 0


@dataclass(eq=False)
class VoiceError(StudioError):
    """An engine did not give a take; `detail` is the engine's own word, secrets removed."""

    engine: str
    detail: str = ""


class EngineUnreachable(VoiceError):
    """The engine did not answer; trying again later may help."""


class NoConnection(EngineUnreachable):
    """Nothing reached the engine: the network or the service is away."""


class NoSuchHost(NoConnection):
    """Nobody knows the name of the engine's host: it is misspelt, or there is no network."""


class EngineRefused(VoiceError):
    """The engine answered no for this line; the line or its casting must change."""


class VoiceRefused(EngineRefused):
    """The engine has no such voice, or not for this account; no line gets a take with it."""


@dataclass(eq=False)
class NoSuchModel(EngineRefused):
    """The engine has no model of this name; `known` are those it lists, the likest first."""

    known: tuple[str, ...] = ()


class NothingToSay(EngineRefused):
    """The line has words for readers only: punctuation, an aside; nothing is wrong with it."""


@dataclass(eq=False)
class VoiceNotMade(EngineRefused):
    """No voice came of these recordings or this description, and nothing was paid for one.

    `objection` is what the service found in them, such as "violence"; empty for another reason.
    """

    objection: str = ""


@dataclass(eq=False)
class NoFreeSlot(VoiceNotMade):
    """The account holds as many voices as it may; `voices` are ids and names of what could go."""

    voices: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class TooMuchAtOnce(EngineRefused):
    """The engine reads less text at once; half of it may pass."""


@dataclass(eq=False)
class EngineBusy(EngineUnreachable):
    """The engine takes no more just now; it named `retry_after` seconds, None when it did not."""

    retry_after: float | None = None


@dataclass(eq=False)
class OutcomeUnknown(VoiceError):
    """Nobody can say whether the engine spoke and billed the line: its answer was lost.

    `billed_characters` is what the service told of it, where it told anything.
    """

    billed_characters: int = 0


@dataclass(eq=False)
class VoiceInDoubt(OutcomeUnknown):
    """Nobody can say whether a voice was made; `voice` is its id if so, where that is known."""

    voice: str = ""


class AccountProblem(StrEnum):
    """Why a service does nothing more for an account until its owner acts."""

    KEY = "key"
    BALANCE = "balance"
    PLAN_SPENT = "plan spent"
    MODEL_NOT_IN_PLAN = "model not in plan"
    NOT_VERIFIED = "not verified"
    NO_SUBSCRIPTION = "no subscription"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WRONG_ADDRESS = "wrong address"
    NOT_TRUSTED = "not trusted"


@dataclass(eq=False)
class AccountStopped(VoiceError):
    """The account gives nothing more: no line of it is worth trying until its owner acts."""

    problem: AccountProblem = AccountProblem.KEY


class AccountFault(StrEnum):
    """Why an account cannot be kept or used on this machine."""

    UNKNOWN_SERVICE = "unknown service"
    UNKNOWN_ACCOUNT = "unknown account"
    NO_ACCOUNT = "no account"
    FROM_ENVIRONMENT = "from environment"
    TERMS = "terms"
    NAME_TAKEN = "name taken"
    BAD_NAME = "bad name"
    BAD_HOST = "bad host"
    INSECURE_HOST = "insecure host"
    BAD_VALUE = "bad value"
    EMPTY_KEY = "empty key"
    NO_KEY = "no key"
    NO_KEYRING = "no keyring"
    KEYRING_REFUSED = "keyring refused"
    UNREADABLE = "unreadable"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class AccountError(StudioError):
    """An account that cannot be added, changed or used; nothing was changed."""

    fault: AccountFault
    account: str = ""
    detail: str = ""


class AudioProblem(StrEnum):
    """Why sound could not be decoded, encoded, played or recorded."""

    UNDECODABLE = "undecodable"
    TOO_LONG = "too long"
    NO_DEVICE = "no device"
    DEVICE_LOST = "device lost"
    ENCODER = "encoder"
    NO_MICROPHONE = "no microphone"
    MICROPHONE_LOST = "microphone lost"
    NOT_RECORDED = "not recorded"


@dataclass(eq=False)
class AudioError(StudioError):
    """Sound that could not be decoded, encoded, played or recorded."""

    problem: AudioProblem
    source: str = ""
    detail: str = ""


class SampleProblem(StrEnum):
    """What is wrong with a sample of a voice, or could be better."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    SILENT = "silent"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    CLIPPED = "clipped"
    QUIET = "quiet"
    LOUD = "loud"
    NOISY = "noisy"
    LONG_SILENCES = "long silences"
    NARROW = "narrow"
    CUT_OFF = "cut off"


@dataclass(eq=False)
class SampleError(StudioError):
    """A sample of a voice that no service would take; `detail` has the numbers."""

    problem: SampleProblem
    source: str = ""
    detail: str = ""


class ConsentProblem(StrEnum):
    """Why a voice may not be made with a consent, or why the consent cannot be read."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    MALFORMED = "malformed"
    NO_GROUND = "no ground"
    NO_SPEAKER = "no speaker"
    NO_DOCUMENT = "no document"
    NO_NOTE = "no note"
    NOT_RECORDED = "not recorded"
    NOT_YET = "not yet"
    OVER = "over"


@dataclass(eq=False)
class ConsentError(StudioError):
    """No voice is made: nobody who may allow it did, as far as is recorded."""

    problem: ConsentProblem
    source: str = ""
    line: int = 0
    detail: str = ""


class VoiceLibraryProblem(StrEnum):
    """Why the library of own voices cannot be used, or not for this."""

    DAMAGED = "damaged"
    NEWER = "newer"
    BUSY = "busy"
    DISK_FULL = "disk full"
    UNWRITABLE = "unwritable"
    NO_SUCH_VOICE = "no such voice"
    FILE_MISSING = "file missing"
    FILE_DAMAGED = "file damaged"


@dataclass(eq=False)
class VoiceLibraryError(StudioError):
    """The library of own voices could not be read or written; it is as it was."""

    problem: VoiceLibraryProblem
    path: str = ""
    detail: str = ""


class ProjectFileProblem(StrEnum):
    """Why a project file cannot be opened or written."""

    MISSING = "missing"
    NOT_A_PROJECT = "not a project"
    NEWER = "newer"
    DAMAGED = "damaged"
    LOCKED = "locked"
    EXISTS = "exists"
    DISK_FULL = "disk full"
    UNWRITABLE = "unwritable"
    MEDIA_MISSING = "media missing"


@dataclass(eq=False)
class ProjectFileError(StudioError):
    """A project file that cannot be opened, read or written."""

    problem: ProjectFileProblem
    path: str
    detail: str = ""


class DeliveryProblem(StrEnum):
    """Why a delivery was not written."""

    NO_FOLDER = "no folder"
    UNWRITABLE = "unwritable"
    DISK_FULL = "disk full"
    COLLISION = "collision"
    EXISTS = "exists"
    NOTHING_TO_DELIVER = "nothing to deliver"
    BAD_PATTERN = "bad pattern"
    UNKNOWN_FORMAT = "unknown format"
    UNKNOWN_EPISODE = "unknown episode"
    UNKNOWN_LANGUAGE = "unknown language"


@dataclass(eq=False)
class DeliveryError(StudioError):
    """A delivery that was not written; nothing half-written is left behind."""

    problem: DeliveryProblem
    path: str = ""
    detail: str = ""


class EditProblem(StrEnum):
    """Why an edit is not allowed."""

    READ_ONLY = "read only"
    NO_SUCH_LINE = "no such line"
    NO_SUCH_CHARACTER = "no such character"
    NO_SUCH_TAKE = "no such take"
    NAME_TAKEN = "name taken"
    EMPTY_NAME = "empty name"
    CHARACTER_SPEAKS = "character speaks"
    OUT_OF_RANGE = "out of range"
    TAKEN_BACK = "taken back"


@dataclass(eq=False)
class EditRefused(StudioError):
    """An edit that would make the project wrong; the project is as it was."""

    problem: EditProblem
    detail: str = ""


class SettingsProblem(StrEnum):
    """What is wrong with the settings file."""

    MALFORMED = "malformed"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class SettingsError(StudioError):
    """The settings file could not be read or written; defaults are in force."""

    problem: SettingsProblem
    path: str
    detail: str = ""


class LedgerProblem(StrEnum):
    """Why the ledger of what was billed cannot be kept."""

    DAMAGED = "damaged"
    NEWER = "newer"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class LedgerError(StudioError):
    """A ledger that cannot be read or written; voicing goes on without it."""

    problem: LedgerProblem
    path: str
    detail: str = ""


@dataclass(eq=False)
class CapReached(StudioError):
    """A cap keeps something from being sent; nothing of it was billed. All in characters."""

    cap: int
    left: int
    needed: int = 0


class WritingProblem(StrEnum):
    """Why a job of a text model ended before it was done."""

    NO_WRITER = "no writer"
    UNKNOWN_WRITER = "unknown writer"
    NO_WORDS = "no words"
    LIMIT = "limit"
    NO_PRICE = "no price"
    DECLINED = "declined"
    NO_RECORDS = "no records"
    TOO_LONG = "too long"
    OTHER_WORDS = "other words"
    BAD_BRIEF = "bad brief"


@dataclass(eq=False)
class WritingError(StudioError):
    """A job of writing that ended early; what came before is kept. `detail` is the model's word."""

    problem: WritingProblem
    detail: str = ""
