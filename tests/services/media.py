"""The other host: signed links to sounds and subtitles, which expire and want no key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.services.wire import Reply

if TYPE_CHECKING:
    from tests.services.call import Call
    from tests.services.service import Service


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    content_type: str
    signature: str
    until: float


class Media:
    """Files behind links."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._files: dict[str, _File] = {}

    def link(self, data: bytes, name: str, content_type: str, *, hours: float = 24.0) -> str:
        """A link to some bytes, good for so many hours of the service's clock."""
        until = self._service.clock.now() + 3600 * hours
        file = _File(data, content_type, secrets.token_hex(8), until)
        place = f"{secrets.token_hex(6)}/{name}"
        self._files[place] = file
        return f"{self._service.other_url}/media/{place}?sig={file.signature}"

    async def download(self, call: Call) -> Reply:
        """Answer a download."""
        if "authorization" in call.request.headers:
            call.violates("a download link was asked with an Authorization header")
            return Reply(b"<Error><Code>InvalidArgument</Code></Error>", 400, "text/xml")
        await call.begin()
        file = self._files.get(call.request.path_params["name"])
        if file is None or call.query.get("sig") != file.signature:
            return Reply(b"<Error><Code>SignatureDoesNotMatch</Code></Error>", 403, "text/xml")
        if self._service.clock.now() > file.until:
            return Reply(b"<Error><Code>AccessDenied</Code></Error>", 403, "text/xml")
        return Reply(file.data, 200, file.content_type)
