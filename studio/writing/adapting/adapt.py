"""The job of adapting: prose in, an episode of attributed lines out."""

from __future__ import annotations

from dataclasses import replace

from studio.model.episode import Episode
from studio.model.ids import EpisodeId, new_id
from studio.model.project import Project
from studio.writing.adapting.freely import adapt_freely, is_all_told, work_of_freely
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.adapting.told import episode_of
from studio.writing.adapting.verbatim import adapt_verbatim, work_of_verbatim
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.tokens import Work


def work_of(order: AdaptOrder) -> Work:
    """What adapting will probably need; raises WritingError as the job does."""
    order.check()
    return work_of_verbatim(order) if order.keep_words else work_of_freely(order)


async def adapt(page: Page, asker: Asker, order: AdaptOrder) -> AdaptOutcome:
    """Write prose as lines into an episode; what is there when it ends early stays.

    Raises WritingError and the errors of the Asker.
    """
    order.check()
    episode = _episode_for(page, order)
    job = adapt_verbatim if order.keep_words else adapt_freely
    return await job(page, asker, order, episode)


def _episode_for(page: Page, order: AdaptOrder) -> EpisodeId:
    """The one asked for, one that an earlier job began, the empty last one, or a new one."""
    if order.episode is not None:
        return page.project.episode(order.episode).id
    begun = None if order.keep_words else episode_of(page.project, order.prose)
    if begun is not None and not is_all_told(page.project.episode(begun), order.prose):
        return begun
    last = page.project.episodes[-1] if page.project.episodes else None
    if last is not None and not last.lines:
        page.change(lambda project: _titled(project, last.id, order.title))
        return last.id
    number = 1 + max((episode.number for episode in page.project.episodes), default=0)
    episode = Episode(EpisodeId(new_id()), number, order.title)
    page.change(lambda project: project.with_episode(episode))
    return episode.id


def _titled(project: Project, episode: EpisodeId, title: str) -> Project:
    here = project.episode(episode)
    return project.with_episode(replace(here, title=here.title or title))
