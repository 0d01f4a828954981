"""Whether every account is there that an order needs; told before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from studio.engines.speech import SpeaksLines
from studio.errors import AccountError, AccountFault, CastError, CastProblem
from studio.model.account import SPEAKING, service_of
from studio.model.episode import Episode
from studio.model.project import Project
from studio.store.account_book import no_account_of


def engine_named(name: str, engines: Mapping[str, SpeaksLines]) -> SpeaksLines:
    """The engine of `--engine`; raises AccountError, or CastError for a name nobody has."""
    if name not in engines:
        refuse_missing_account(name, engines)
        known = tuple(engines)
        raise CastError(CastProblem.UNKNOWN_ENGINE, "--engine", value=name, known=known)
    return engines[name]


def refuse_missing_account(engine: str, engines: Mapping[str, SpeaksLines]) -> None:
    """Raise AccountError for the engine of a service that nobody here has this account of."""
    service = service_of(engine)
    if engine in engines or service not in SPEAKING:
        return
    if service not in engines:
        raise no_account_of(service)
    raise AccountError(AccountFault.UNKNOWN_ACCOUNT, engine, engine)


def refuse_missing_accounts(
    project: Project,
    episodes: Iterable[Episode],
    languages: Sequence[str],
    engines: Mapping[str, SpeaksLines],
) -> None:
    """Raise AccountError when a line that has no take yet is cast with an account that is gone."""
    for episode in episodes:
        for line in episode.lines:
            for language in languages if line.spoken else ():
                casting = project.casting_of(line, language)
                if casting and project.takes.circled(line, language) is None:
                    refuse_missing_account(casting.engine, engines)
