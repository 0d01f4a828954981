"""The samples of a voice while they are cut, as one value; every change gives a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.model.ids import new_id
from studio.model.sample import Piece, SampleEdit


@dataclass(frozen=True, slots=True)
class Draft:
    """One sample: what is cut of which recordings, and its words where they are known."""

    id: str
    edit: SampleEdit
    words: str = ""

    @classmethod
    def of(cls, edit: SampleEdit, words: str = "") -> Draft:
        """A new one."""
        return cls(new_id(), edit, words)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All samples in their order, and the prompt where there is one."""

    samples: tuple[Draft, ...] = ()
    prompt: Draft | None = None

    @property
    def all(self) -> tuple[Draft, ...]:
        """The samples, then the prompt."""
        return (*self.samples, *([self.prompt] if self.prompt else []))

    @property
    def sources(self) -> tuple[str, ...]:
        """The recordings that are used, each once."""
        return tuple(dict.fromkeys(id for each in self.all for id in each.edit.sources))

    def find(self, id: str) -> Draft | None:
        """The draft with this id."""
        return next((each for each in self.all if each.id == id), None)

    def place(self, id: str) -> int | None:
        """Where among the samples it is; None for the prompt and for what is not here."""
        return next((at for at, each in enumerate(self.samples) if each.id == id), None)

    def adding(self, drafts: Sequence[Draft]) -> Drafts:
        """With more samples at the end."""
        return replace(self, samples=(*self.samples, *drafts))

    def cut(self, id: str, edit: SampleEdit) -> Drafts:
        """With one draft cut otherwise; one of which nothing is left goes."""
        if not edit.pieces:
            return self.without(id)
        if self.prompt and self.prompt.id == id:
            return replace(self, prompt=replace(self.prompt, edit=edit))
        samples = tuple(replace(d, edit=edit) if d.id == id else d for d in self.samples)
        return replace(self, samples=samples)

    def without(self, id: str) -> Drafts:
        """Without one draft."""
        prompt = None if self.prompt and self.prompt.id == id else self.prompt
        return Drafts(tuple(each for each in self.samples if each.id != id), prompt)

    def without_source(self, source: str) -> Drafts:
        """Without all that is cut of a recording."""
        drafts = self
        for draft in self.all:
            pieces = tuple(piece for piece in draft.edit.pieces if piece.source != source)
            if len(pieces) < len(draft.edit.pieces):
                drafts = drafts.cut(draft.id, replace(draft.edit, pieces=pieces))
        return drafts

    def dividing(self, id: str, parts: Sequence[SampleEdit]) -> Drafts:
        """With several samples in the place of one; the first keeps its id."""
        samples: list[Draft] = []
        for each in self.samples:
            if each.id != id:
                samples.append(each)
                continue
            samples += [replace(each, edit=parts[0]), *(Draft.of(part) for part in parts[1:])]
        return replace(self, samples=tuple(samples))

    def joining(self, id: str) -> Drafts:
        """With a sample and the one after it made one; the last stays as it is."""
        at = self.place(id)
        if at is None or at + 1 >= len(self.samples):
            return self
        one, other = self.samples[at], self.samples[at + 1]
        words = f"{one.words} {other.words}".strip() if one.words and other.words else ""
        joined = replace(one, edit=one.edit.joining(other.edit), words=words)
        return replace(self, samples=(*self.samples[:at], joined, *self.samples[at + 2 :]))

    def moving(self, id: str, by: int) -> Drafts:
        """With a sample so many places later, as far as there are any."""
        at = self.place(id)
        if at is None:
            return self
        rest = [each for each in self.samples if each.id != id]
        rest.insert(min(max(at + by, 0), len(rest)), self.samples[at])
        return replace(self, samples=tuple(rest))

    def prompting(self, edit: SampleEdit | None) -> Drafts:
        """With another prompt, or none."""
        return replace(self, prompt=Draft.of(edit) if edit and edit.pieces else None)

    def hearing(self, id: str, old: str, new: str, length: int) -> Drafts:
        """With one draft cut at the same places of another recording, as far as that goes."""
        draft = self.find(id)
        if draft is None:
            return self
        pieces = tuple(_heard(piece, old, new, length) for piece in draft.edit.pieces)
        left = tuple(piece for piece in pieces if piece.length > 0)
        return self.cut(id, replace(draft.edit, pieces=left))


def _heard(piece: Piece, old: str, new: str, length: int) -> Piece:
    if piece.source != old:
        return piece
    within = piece.part(0, max(min(piece.source_span.end, length) - piece.source_span.start, 0))
    return replace(within, source=new)
