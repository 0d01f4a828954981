"""The rules of a project's pronunciations: one per written word and language, in their order."""

from __future__ import annotations

from dataclasses import replace

from studio.model.project import Project, Pronunciation


def pronouncing(project: Project, known: Pronunciation | None, wanted: Pronunciation) -> Project:
    """The project with this pronunciation, in the place of a known one or at the end.

    What is written the same way in the same language is given up. Without a written word, the
    known one is given up too.
    """
    wanted = replace(wanted, written=wanted.written.strip(), spoken=wanted.spoken.strip())
    if known == wanted or (known is None and not wanted.written):
        return project
    others = [entry for entry in project.pronunciations if not _same(entry, wanted)]
    if known is None or known not in others:
        places = [place for place, entry in enumerate(project.pronunciations) if entry == known]
        others.insert(places[0] if places else len(others), wanted)
    else:
        others[others.index(known)] = wanted
    kept = tuple(entry for entry in others if entry.written)
    return replace(project, pronunciations=kept)


def not_pronouncing(project: Project, known: Pronunciation) -> Project:
    """The project without a pronunciation."""
    kept = tuple(entry for entry in project.pronunciations if entry != known)
    return replace(project, pronunciations=kept)


def _same(one: Pronunciation, other: Pronunciation) -> bool:
    return (one.language, one.written) == (other.language, other.written)
