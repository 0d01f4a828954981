"""useapi's clips: made in one call or as a job, listed, polled, deleted, cancelled."""

from __future__ import annotations

import itertools
import math
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.services.bill import canonical
from tests.services.call import Call
from tests.services.sound import Encoding, Sound, pitch_of, spoken
from tests.services.speech import perform
from tests.services.useapi.accounts import Account, must_work
from tests.services.useapi.envelope import misused, refused
from tests.services.useapi.ids import Wrapped, unwrapped
from tests.services.useapi.orders import EFFECTS, SOUND, order_complaints, spoken_text
from tests.services.useapi.vocabulary import Dialect
from tests.services.useapi.voices import Voice
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.useapi.service import UseapiService

PAGE_SIZE = 100
JOB_LIFE = 7 * 86_400
TURBO_COST = 0.6
LINK_HOURS = 24 * 365
"""The vendor states no end; for an expired link: `faults.next(http(403), path="media")`."""


@dataclass(slots=True)
class Clip:
    """One clip, and the job that made it; `order` is the request."""

    id: Wrapped
    job_id: Wrapped | None
    order: dict[str, Any]
    voice: Voice
    audio_url: str
    created: float
    ready_at: float
    polls_left: int
    cost: float
    failure: tuple[int, str] | None = None

    def is_made(self, now: float) -> bool:
        """Whether nothing is being done any more."""
        return self.failure is not None or now >= self.ready_at


class Clips:
    """The paths around clips. A job first reads as pending, `polls_until_ready` times."""

    def __init__(self, service: UseapiService) -> None:
        self._service = service
        self.polls_until_ready = 1
        self.clips: dict[str, Clip] = {}
        self._ids = itertools.count(228_000_000_000_001)
        self._failures: list[tuple[int, str]] = []

    def fail_next(self, code: int = 422, error: str = "text is sensitive") -> None:
        """Let the next job fail after it was accepted."""
        self._failures.append((code, error))

    async def create_mp3(self, call: Call, dialect: Dialect) -> Reply:
        """POST create-mp3: the answer comes when the sound is ready."""
        clip = await self._make(call, dialect, job=False)
        return call.answer(self._described(clip, dialect))

    async def create(self, call: Call, dialect: Dialect) -> Reply:
        """POST speech/create: a job to poll."""
        clip = await self._make(call, dialect, job=True)
        return call.answer({"audioId": str(clip.job_id)}, 201)

    async def read(self, call: Call, dialect: Dialect) -> Reply:
        """GET one clip, by the id of its job or by its own."""
        clip = self._found(call)
        if clip is None:
            raise refused(404, "no such clip")
        await call.begin()
        state: dict[str, Any] = {"audio_id": str(clip.id), "status": 0}
        clip.polls_left -= 1
        if clip.polls_left >= 0 or not clip.is_made(self._service.clock.now()):
            return call.answer(state | {"statusLabel": "pending", "statusFinal": False})
        if clip.failure:
            code, error = clip.failure
            state |= {"statusLabel": "failed", "statusFinal": True}
            return call.answer(state | {"code": code, "error": error})
        return call.answer(self._described(clip, dialect))

    async def list(self, call: Call, dialect: Dialect) -> Reply:
        """GET all clips of an account, the newest first."""
        names = ("account", "page", "page_size")
        account = self._service.account_of_query(call, *names)
        await call.begin()
        page, size = (self._service.page_number(call, name) for name in ("page", "page_size"))
        now, mine = self._service.clock.now(), (account.user, account.name)
        clips = [
            clip
            for clip in reversed(self.clips.values())
            if (clip.id.user, clip.id.account) == mine and clip.is_made(now) and not clip.failure
        ]
        size, start = size or PAGE_SIZE, ((page or 1) - 1) * (size or PAGE_SIZE)
        shown = [self._row(clip) for clip in clips[start : start + size]]
        more = start + size < len(clips)
        return call.answer({"audio_list": shown, "total": len(clips), "has_more": more})

    async def delete(self, call: Call, dialect: Dialect) -> Reply:
        """DELETE one clip; it is no error when there is none."""
        clip = self._found(call)
        await call.begin()
        if clip:
            del self.clips[str(clip.id)]
        return call.answer({})

    def running(self, account: str, model: str = "") -> list[Clip]:
        """The jobs that are not done."""
        now = self._service.clock.now()
        return [
            clip
            for clip in self.clips.values()
            if clip.id.account == account
            and model in ("", clip.order["model"])
            and not clip.is_made(now)
        ]

    def cancel(self, call: Call) -> bool:
        """Stop a running job, which then reads as failed."""
        clip = self._found(call)
        if clip is None or clip.is_made(self._service.clock.now()):
            return False
        clip.failure = (499, "cancelled")
        return True

    async def _make(self, call: Call, dialect: Dialect, *, job: bool) -> Clip:
        order, account = await self._checked(call, dialect, job=job)
        model, text = order["model"], order["text"]
        cost = _cost(text, model)
        must_work(account, speaking=True, cost=cost)
        voice = self._service.voices.find(call, order["voice_id"], dialect, account)
        if voice is None:
            raise refused(400, "voice_id: unknown voice")
        call.account = account
        await call.begin_synthesis(model=model, text=text, characters=cost, at_once=job)
        kind = "job" if job else "call"
        paid, voice_id = canonical(order), order["voice_id"]
        call.charge(kind=kind, model=model, voice=voice_id, text=text, characters=cost, order=paid)
        return self._keep(call, order, voice, cost, job=job)

    async def _checked(
        self, call: Call, dialect: Dialect, *, job: bool
    ) -> tuple[dict[str, Any], Account]:
        body = await self._service.body(call)
        if wrong := order_complaints(body, dialect, job=job):
            raise misused(call, *wrong)
        accounts, user = self._service.accounts, call.account.user
        account = accounts.chosen(call, user, body.get("account"))
        return {"model": dialect.models[0]} | body, account

    def _keep(
        self, call: Call, order: dict[str, Any], voice: Voice, cost: float, *, job: bool
    ) -> Clip:
        service, account = self._service, call.account
        sound = self._sound(call, order, voice)
        name = f"{secrets.token_hex(8)}.mp3"
        link = service.media.link(sound.data, name, "audio/mpeg", hours=LINK_HOURS)
        now = service.clock.now()
        clip = Clip(
            self._new_id(account),
            self._new_id(account) if job else None,
            order,
            voice,
            link,
            now,
            now + (service.latency.draw() if job else 0.0),
            self.polls_until_ready if job else 0,
            cost,
            self._failures.pop(0) if job and self._failures else None,
        )
        if call.fault.billed:
            self.clips[str(clip.id)] = clip
        return clip

    def _new_id(self, account: Account) -> Wrapped:
        return Wrapped(account.user, account.name, "audio", str(next(self._ids)))

    def _sound(self, call: Call, order: dict[str, Any], voice: Voice) -> Sound:
        text = spoken_text(order["text"])
        stretches = perform(text, speed=order.get("speed", 1.0), tags=SOUND).stretches
        encoding = call.fault.encoding(Encoding("mp3", 32000))
        sound = spoken(stretches, pitch_of(voice.number, text), encoding)
        return Sound(call.fault.audio(sound.data), sound.milliseconds, encoding)

    def _found(self, call: Call) -> Clip | None:
        wrapped = unwrapped(call.request.path_params["id"])
        if wrapped is None or wrapped.kind != "audio":
            raise misused(call, "audio_id: must be wrapped")
        if wrapped.user != call.account.user:
            raise refused(404, "no such clip")
        accounts = self._service.accounts
        must_work(accounts.chosen(call, wrapped.user, wrapped.account))
        clip = self.clips.get(str(wrapped))
        if clip:
            return clip
        oldest = self._service.clock.now() - JOB_LIFE
        jobs = (each for each in self.clips.values() if each.job_id == wrapped)
        return next((each for each in jobs if each.created >= oldest), None)

    def _described(self, clip: Clip, dialect: Dialect) -> dict[str, Any]:
        order, moment = clip.order, int(clip.created * 1000)
        record: dict[str, Any] = {
            "audio_id": str(clip.id),
            "audio_review": 0,
            "voice_info": clip.voice.described(dialect),
            "text": order["text"],
            "audio_url": clip.audio_url,
            "audio_title": order["text"][:20],
            "create_time": moment,
            "update_time": moment,
            "emotion": order.get("emotion", ""),
            "language_boost": order.get("language_boost", "Auto"),
            "speed": order.get("speed", 1),
            "pitch": order.get("pitch", 0),
            "effects": {name: order.get(name, 0 if n < 3 else False) for n, name in _NUMBERED},
        }
        if not dialect.is_current:
            return record
        state = {"status": 0, "statusLabel": "done", "statusFinal": True}
        return record | state | {"cost_credit": math.ceil(clip.cost)}

    def _row(self, clip: Clip) -> dict[str, Any]:
        return {
            "audio_id": str(clip.id),
            "audio_review": 0,
            "user_id": clip.id.account,
            "audio_title": clip.order["text"][:20],
            "text": clip.order["text"],
            "audio_url": clip.audio_url,
            "update_time": int(clip.created * 1000),
        }


_NUMBERED = tuple(enumerate(EFFECTS))


def _cost(text: str, model: str) -> float:
    """Credits; emotion marks are free, sounds and pauses are not."""
    return round(len(spoken_text(text)) * (TURBO_COST if "turbo" in model else 1), 1)
