"""What a translation is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from studio.errors import StudioError
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.timing.length import Lengths
from studio.writing.timing.slots import Budget

_FOR_READERS = frozenset(
    {LineKind.HEADING, LineKind.ACTION, LineKind.TRANSITION, LineKind.CENTERED, LineKind.LYRIC}
)


class Mode(StrEnum):
    """How much is done for a translation; each mode does what the ones before it do."""

    DRAFT = "draft"
    STANDARD = "standard"
    """With a survey of the script first."""
    DUBBING = "dubbing"
    """With a shorter variant of lines that have a time to fit."""
    BEST = "best"
    """With a second look at every episode."""


@dataclass(frozen=True, slots=True)
class TranslationOrder:
    """Into which languages, and which lines: those that need it, or `lines` whatever they have.

    Spoken lines are meant, with `all_kinds` headings and action too. `style` is a person's word
    on how it shall sound; `lengths` is what is known of how long lines take, `budgets` the time
    lines have by their source's takes, where the project holds lines to their time. What is
    imported as a line's time is the line's own and goes before it.
    """

    languages: tuple[str, ...]
    lines: frozenset[LineId] | None = None
    episodes: frozenset[EpisodeId] | None = None
    style: str = ""
    mode: Mode = Mode.STANDARD
    all_kinds: bool = False
    lengths: Lengths = field(default_factory=Lengths)
    budgets: Mapping[LineId, Budget] = field(default_factory=dict[LineId, Budget])

    def targets(self, project: Project) -> tuple[str, ...]:
        """The languages to translate into, each once, without the script's own."""
        return tuple(code for code in dict.fromkeys(self.languages) if code != source_of(project))

    def chosen(self, project: Project) -> Iterator[Episode]:
        """The episodes that are meant, in order."""
        wanted = self.episodes
        return (each for each in project.episodes if wanted is None or each.id in wanted)


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """A line that needs a look, or that has no words, and why."""

    line: LineId
    language: str
    state: TranslationState
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewName:
    """A name in the script that is in no glossary of the language, and how often it occurs."""

    term: str
    language: str
    times: int


@dataclass(frozen=True, slots=True)
class TranslationOutcome:
    """What came of a translation; `ended_by` is why it ended before all was asked for.

    `counts` are the lines of the order by state, `kept` those that were not touched, `left` those
    never asked for. `extra` are the requests beyond one for each chunk. `new_names` are only
    proposed: nothing goes by them until a person wrote them down.
    """

    counts: Mapping[TranslationState, int]
    kept: int = 0
    left: int = 0
    requests: int = 0
    extra: int = 0
    doubtful: tuple[LineOutcome, ...] = ()
    ended_by: StudioError | None = None
    new_names: tuple[NewName, ...] = ()

    @property
    def failed(self) -> int:
        """Lines that have no words now."""
        return self.counts.get(TranslationState.FAILED, 0)


def source_of(project: Project) -> str:
    """The language the script is written in."""
    return project.languages[0] if project.languages else "en"


def translatable(lines: Iterable[Line], *, all_kinds: bool) -> Iterator[Line]:
    """The lines a translation is about."""
    return (line for line in lines if line.spoken or (all_kinds and line.kind in _FOR_READERS))
