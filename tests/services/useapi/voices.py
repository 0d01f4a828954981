"""useapi's voices: the built-in ones with their tags, samples, and clones in slots."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.services.call import Call
from tests.services.checking import complaints, one_of, required, text
from tests.services.samples import container_of, seconds_of
from tests.services.sound import Encoding, Stretch, pitch_of, spoken
from tests.services.useapi.accounts import Account, must_work
from tests.services.useapi.envelope import misused, refused
from tests.services.useapi.ids import Wrapped, unwrapped
from tests.services.useapi.orders import clone_fields
from tests.services.useapi.vocabulary import Dialect
from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.useapi.service import UseapiService

SAMPLE_TYPES = {"audio/mpeg": "mp3", "audio/wav": "wav", "audio/wave": "wav"}
SAMPLE_SECONDS = (10.0, 60.0)
MOST_FILES = 10
CLONES_AT_ONCE = 2
PAGE_SIZE = 500


@dataclass(slots=True)
class Voice:
    """One voice; clones belong to an account, built-in ones to a dialect."""

    number: str
    name: str
    tags: list[str]
    created: float
    lasting_name: str = ""
    owner: Wrapped | None = None
    preview: str = ""
    files: list[str] = field(default_factory=list[str])

    def id_in(self, dialect: Dialect) -> str:
        """The id as a dialect writes it."""
        return str(self.owner) if self.owner and dialect.is_current else self.number

    def described(self, dialect: Dialect) -> dict[str, Any]:
        """As the interface shows it."""
        record: dict[str, Any] = {
            "voice_id": self.id_in(dialect),
            "parent_voice_id": "0",
            "voice_name": self.name,
            "tag_list": self.tags,
            "file_id": self.files[0] if self.files else "",
            "cover_url": "",
            "create_time": int(self.created * 1000),
            "update_time": int(self.created * 1000),
            "collected": False,
            "voice_status": 2,
            "sample_audio": self.preview,
            "uniq_id": self.lasting_name,
            "group_id": "0",
        }
        return record | ({"managed_by_api": True} if self.owner else {})


class Voices:
    """The paths around voices, in both dialects."""

    def __init__(self, service: UseapiService) -> None:
        self._service = service
        self.slots = 4
        """How many clones an account may have."""
        self.samples: dict[str, float] = {}
        self.clones: dict[str, Voice] = {}
        self._built_in: dict[str, list[Voice]] = {}
        self._cloning: Counter[str] = Counter()
        self._ids = itertools.count(227_000_000_000_001)

    def find(self, call: Call, voice_id: str, dialect: Dialect, account: Account) -> Voice | None:
        """A voice that an account may use, by its id as that dialect writes it."""
        known = [*self._voices(dialect), *self._clones_of(account)]
        return next((each for each in known if each.id_in(dialect) == voice_id), None)

    async def config(self, call: Call, dialect: Dialect) -> Reply:
        """GET config."""
        self._service.account_of_query(call, "account")
        await call.begin()
        return call.answer(dialect.config())

    async def list(self, call: Call, dialect: Dialect) -> Reply:
        """GET voices."""
        names = ("account", "tag_list", "page", "page_size", "is_system")
        account = self._service.account_of_query(call, *names)
        await call.begin()
        page, size = (self._service.page_number(call, name) for name in ("page", "page_size"))
        listed = self._tagged(self._wanted(call, dialect, account), call.query.get("tag_list"))
        size, start = size or PAGE_SIZE, ((page or 1) - 1) * (size or PAGE_SIZE)
        shown = listed[start : start + size]
        return call.answer(
            {
                "voice_list": [each.described(dialect) for each in shown],
                "total": len(listed),
                "has_more": start + size < len(listed),
            }
        )

    async def upload(self, call: Call, dialect: Dialect) -> Reply:
        """POST upload-sample: the bytes of one recording."""
        account = self._service.account_of_query(call, "account")
        kind = call.request.headers.get("content-type", "")
        if kind not in SAMPLE_TYPES:
            raise misused(call, f"Content-Type: no {kind!r}")
        if SAMPLE_TYPES[kind] != container_of(call.body):
            raise misused(call, f"body: is not {kind}")
        seconds = await asyncio.to_thread(seconds_of, call.body)
        if seconds is None or not SAMPLE_SECONDS[0] <= seconds <= SAMPLE_SECONDS[1]:
            raise refused(400, "the sample must be 10 to 60 seconds long")
        await call.begin()
        number = str(next(self._ids))
        file_id = str(Wrapped(account.user, account.name, "file", number))
        self.samples[file_id] = seconds
        path = f"{self._service.other_url}/media/oss/{number}"
        return call.answer({"ossPath": path, "fileID": file_id})

    async def clone(self, call: Call, dialect: Dialect) -> Reply:
        """POST clone-voice."""
        fields = clone_fields(dialect)
        body = await self._service.body(call)
        if wrong := complaints(body, fields):
            raise misused(call, *wrong)
        files = [each.strip() for each in body["files"].split(",")]
        account = self._owner(call, files)
        must_work(account, speaking=True)
        if len([*self._clones_of(account)]) >= self.slots:
            raise refused(400, "no free voice slot")
        if self._cloning[account.name] >= CLONES_AT_ONCE:
            self._service.limits.rejections += 1
            raise refused(429, "too many clone tasks")
        self._cloning[account.name] += 1
        try:
            await call.begin(text=body["voice_name"])
            await self._service.clock.pass_time(self._service.latency.draw())
        finally:
            self._cloning[account.name] -= 1
        voice = self._add(account, body["voice_name"], body["language_tag"], files)
        content = {
            "input_sensitive": False,
            "input_sensitive_type": 0,
            "voice_info": voice.described(dialect),
            "base_resp": {},
        }
        return call.answer(content)

    async def delete(self, call: Call, dialect: Dialect) -> Reply:
        """POST delete-voice."""
        fields: dict[str, Any] = {"voice_id": required(text(least=1))}
        if not dialect.is_current:
            fields["account"] = text(least=1)
        body = await self._service.body(call)
        if dialect.is_current and isinstance(body, dict) and "account" in body:
            raise misused(call, "parameter account not supported")
        if wrong := complaints(body, fields):
            raise misused(call, *wrong)
        wrapped = unwrapped(body["voice_id"])
        if dialect.is_current and wrapped is None:
            raise misused(call, "voice_id: must be wrapped")
        name = wrapped.account if wrapped else body.get("account")
        account = self._service.accounts.chosen(call, call.account.user, name)
        must_work(account)
        await call.begin()
        voice = self.find(call, body["voice_id"], dialect, account)
        if voice and voice.owner:
            del self.clones[str(voice.owner)]
        return call.answer({"base_resp": {"status_code": 0, "status_msg": "success"}})

    def _wanted(self, call: Call, dialect: Dialect, account: Account) -> list[Voice]:
        system, clones = self._voices(dialect), self._clones_of(account)
        which = call.query.get("is_system")
        if wrong := one_of(("true", "false"))(which) if which is not None else "":
            raise misused(call, f"is_system: {wrong}")
        if which is None:
            return [*system, *clones] if dialect.is_current else [*system]
        return [*system] if which == "true" else [*clones]

    def _tagged(self, voices: list[Voice], tags: str | None) -> list[Voice]:
        """Those with all tags; a tag that no voice has is passed over."""
        known = {tag for voice in voices for tag in voice.tags}
        wanted = {tag for tag in (tags or "").split(",") if tag in known}
        return [voice for voice in voices if wanted <= set(voice.tags)]

    def _voices(self, dialect: Dialect) -> list[Voice]:
        if dialect.name not in self._built_in:
            self._built_in[dialect.name] = [
                Voice(id, name, tags, 1.7e9, lasting, preview=self._preview(lasting))
                for id, lasting, name, tags in dialect.built_in()
            ]
        return self._built_in[dialect.name]

    def _preview(self, lasting: str) -> str:
        sound = spoken((Stretch(300),), pitch_of(lasting[:9]), Encoding())
        return self._service.media.link(sound.data, "sample.mp3", "audio/mpeg", hours=24 * 365)

    def _clones_of(self, account: Account) -> list[Voice]:
        owner = (account.user, account.name)
        return [
            each
            for each in self.clones.values()
            if each.owner and (each.owner.user, each.owner.account) == owner
        ]

    def _owner(self, call: Call, files: list[str]) -> Account:
        """The account that all files of a clone are on; raises Refused."""
        if len(files) > MOST_FILES:
            raise misused(call, f"files: must have at most {MOST_FILES} entries")
        owners = {
            found.account
            for each in files
            if each in self.samples
            and (found := unwrapped(each))
            and found.user == call.account.user
        }
        if any(each not in self.samples for each in files) or not owners:
            raise refused(400, "files: unknown fileID")
        if len(owners) > 1:
            raise misused(call, "files: must be on one account")
        return self._service.accounts.of(call.account.user)[owners.pop()]

    def _add(self, account: Account, name: str, language: str, files: list[str]) -> Voice:
        number = str(next(self._ids))
        owner = Wrapped(account.user, account.name, "voice", number)
        now, preview = self._service.clock.now(), self._preview(number)
        voice = Voice(number, name, [language], now, "", owner, preview, files)
        self.clones[str(owner)] = voice
        return voice
