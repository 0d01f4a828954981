"""Who says each piece of a prose whose every word is kept: a model labels, it writes no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import accumulate

from studio.engines.text import Message, TextRequest
from studio.errors import TooMuchAtOnce
from studio.model.cast import Cast, Character
from studio.writing.adapting.pieces import Piece
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.emotions import emotion_of
from studio.writing.drafting.speakable import joined_notes
from studio.writing.drafting.speakers import NARRATOR, Speakers
from studio.writing.drafting.useless import refuse_useless
from studio.writing.fencing import Fence
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import Shape
from studio.writing.tokens import Work, tokens_in
from studio.writing.tongues import name_of

ATTRIBUTION = Shape(
    ("k",),
    ("id", "name", "gender", "age", "role", "style", "voice", "c", "e", "d", "count"),
    frozenset(),
)
"""Labels of pieces: kinds char, who, end."""

MOST_PIECES = 60
MOST_CHARACTERS = 6_000
"""How much of the prose a model reads at once."""

_CONTEXT = 6
_TRIES = 3
_TOKENS_OF_A_LABEL = 30
_TEMPERATURE = 0.2


@dataclass(frozen=True, slots=True)
class Label:
    """Who says a piece, and how; nobody where none could tell."""

    piece: Piece
    speaker: Character | None
    emotion: str = ""
    direction: str = ""


def parts_of(prose: str, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces in parts that a model reads at once, cut between paragraphs if they can be."""
    rest = list(pieces)
    while rest:
        most = _at_once(rest)
        breaks = [n for n in range(most // 2, most) if _begins_paragraph(prose, rest, n)]
        cut = most if most == len(rest) else max(breaks, default=most)
        yield tuple(rest[:cut])
        rest = rest[cut:]


def _at_once(pieces: Sequence[Piece]) -> int:
    """How many of the first pieces are not too much; one at least."""
    lengths = accumulate(piece.end - piece.start for piece in pieces[:MOST_PIECES])
    return max(1, sum(length <= MOST_CHARACTERS for length in lengths))


def _begins_paragraph(prose: str, pieces: Sequence[Piece], at: int) -> bool:
    return at > 0 and "\n" in prose[pieces[at - 1].end : pieces[at].start]


def work_of_labels(prose: str, pieces: Sequence[Piece]) -> Work:
    """What labelling will probably need; a part in which nobody speaks asks nothing."""
    parts = [part for part in parts_of(prose, pieces) if any(piece.said for piece in part)]
    read = sum(700 + sum(20 + tokens_in(p.words(prose)) for p in part) for part in parts)
    written = sum(20 + _TOKENS_OF_A_LABEL * sum(p.said for p in part) for part in parts)
    return Work.of(len(parts), read, written)


class _Waiting:
    """The pieces of one part by their ids, until each is labelled and told in its turn."""

    def __init__(self, part: Sequence[Piece], narrator: Character) -> None:
        self.pieces = {f"p{number}": piece for number, piece in enumerate(part, 1)}
        self.heard = False
        """Whether any answer told something of them."""
        self.turns = 0
        self._left = list(self.pieces)
        self._tries: Counter[str] = Counter()
        told = ((wire, piece) for wire, piece in self.pieces.items() if not piece.said)
        self._known = {wire: Label(piece, narrator) for wire, piece in told}

    def take(self, wire: str, label: Label) -> None:
        """A label came; the first one counts."""
        self._known.setdefault(wire, label)

    def missing(self, most: int) -> list[str]:
        """The first pieces that nobody labelled."""
        return [wire for wire in self._left if wire not in self._known][:most]

    def tried(self, asked: Sequence[str]) -> None:
        """These were asked for; what was asked for in vain too often stays without a name."""
        self.turns += 1
        self._tries.update(asked)
        for wire in asked:
            if self._tries[wire] == _TRIES:
                self._known.setdefault(wire, Label(self.pieces[wire], None))

    def ready(self) -> Iterator[Label]:
        """The labels whose turn it is."""
        while self._left and self._left[0] in self._known:
            yield self._known[self._left.pop(0)]


class Attribution:
    """Labels the pieces of one prose, part by part."""

    def __init__(self, asker: Asker, prose: str, language: str, speakers: Speakers) -> None:
        self._asker = asker
        self._prose = prose
        self._language = language
        self._speakers = speakers
        self._narrator = speakers.find(NARRATOR)
        self._fence = Fence()
        self._before: list[Label] = []
        self._at_once = MOST_PIECES

    async def labels(
        self, part: Sequence[Piece], cast: Cast
    ) -> AsyncGenerator[Character | Label, None]:
        """The labels of one part in its order, and whoever is introduced in it.

        What is told is the narrator's. What the model leaves out is asked for again, twice; then
        it has no name. Raises WritingError when an answer tells nothing at all.
        """
        assert self._narrator is not None
        waiting = _Waiting(part, self._narrator)
        while True:
            for label in waiting.ready():
                self._before = [*self._before, label][-_CONTEXT:]
                yield label
            asked = waiting.missing(self._at_once)
            if not asked:
                return
            try:
                async with aclosing(self._asked(waiting, asked, cast)) as coming:
                    async for wire, found in coming:
                        if isinstance(found, Character):
                            yield found
                        else:
                            waiting.take(wire, found)
            except TooMuchAtOnce:
                if len(asked) == 1:
                    raise
                self._at_once = len(asked) // 2
            else:
                waiting.tried(asked)

    async def _asked(
        self, waiting: _Waiting, missing: Sequence[str], cast: Cast
    ) -> AsyncGenerator[tuple[str, Character | Label], None]:
        """The labels of one answer; those of unknown pieces are left out."""
        request, useful = self._request(waiting.pieces, missing, cast), waiting.heard
        async with aclosing(self._asker.records("attribute", request, ATTRIBUTION)) as coming:
            async for each in coming:
                if isinstance(each, Ended):
                    if not useful:
                        again = waiting.turns + 1 < _TRIES
                        refuse_useless(each, again=again, first=not waiting.turns)
                    waiting.heard = useful
                if not isinstance(each, Record):
                    continue
                kind, wire = each.words("k"), each.words("id").strip()
                if kind == "char" and (somebody := self._speakers.introduce(each)):
                    yield wire, somebody
                elif kind == "who" and wire in missing:
                    useful = True
                    if label := self._label(waiting.pieces[wire], each):
                        yield wire, label

    def _label(self, piece: Piece, record: Record) -> Label | None:
        speaker = self._speakers.known(record.words("c"))
        if speaker is None:
            return None
        emotion, rest = emotion_of(record.words("e"))
        return Label(piece, speaker, emotion, joined_notes(record.words("d"), rest))

    def _request(self, pieces: dict[str, Piece], missing: Sequence[str], cast: Cast) -> TextRequest:
        wanted = set(missing)
        first = next(number for number, wire in enumerate(pieces) if wire in wanted)
        shown = list(pieces.items())[max(0, first - _CONTEXT) :]
        rows = [
            {"id": wire, "q": wire in wanted, "x": piece.words(self._prose)}
            for wire, piece in shown
        ]
        before = [
            {"c": label.speaker.name if label.speaker else "", "x": label.piece.words(self._prose)}
            for label in self._before
        ]
        said = [
            self._fence.block("cast", self._speakers.rows(cast)),
            self._fence.block("before", before),
            self._fence.block("pieces", rows),
            "Label every piece whose q is true.",
        ]
        return TextRequest(
            system_prompt(self._language, self._fence.rule),
            (Message("user", "\n".join(said)),),
            temperature=_TEMPERATURE,
            longest_answer=400 + 2 * _TOKENS_OF_A_LABEL * len(missing),
        )


def system_prompt(language: str, rule: str) -> str:
    """What a model is told of the task; the same for all parts."""
    return "\n".join(
        (
            f"Task: attribute; from {language}.",
            f"You find out who speaks in a story that is written in {name_of(language)}. It is cut "
            "into pieces. A piece with q true is a speech; every other piece is read by the "
            f"narrator and is there for you to understand.",
            rule,
            "Who speaks is told by the words around a speech, by forms of address and by turns: "
            "two people who talk take turns. A letter, a sign or a title that is quoted is the "
            f"narrator's: c is {NARRATOR}.",
            "Answer with records only, one JSON object to a line and nothing else:",
            '{"k":"char","id":"c7","name":"…","gender":"…","age":"…","role":"…","style":"…",'
            '"voice":"…"} for somebody who is not in the cast, before the first piece they say; '
            "the name as the story has it, with an id of your own;",
            '{"k":"who","id":"p3","c":"c7","e":"…","d":"…"} for each speech in its order: c is the '
            "speaker's id; e is one of happy, sad, angry, fearful, disgusted, surprised, calm, "
            "whisper, or empty; d says in at most six words how it is said, or is empty;",
            '{"k":"end","count":2} at the end, with the number of speeches.',
        )
    )
