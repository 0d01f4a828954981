"""Writes the planned scenes of a project until it is killed: `PROJECT HOST`.

Says after each edit how many lines are in the file.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from studio.document import Document
from studio.engines.chat.writer import ChatWriter
from studio.model.account import KEYLESS, Account, Service
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.asking import Asker
from studio.writing.generating.orders import ScenesOrder
from studio.writing.generating.scenes import write_scenes
from studio.writing.page import Page
from studio.writing.purse import Purse
from tests.writing.asking_at_work import A_PRICE, Kept


async def main(path: Path, host: str) -> None:
    """Go on with what is left of the plan."""

    async def no_key() -> str:
        return ""

    options = {"model": "small-model", "key": KEYLESS}
    writer = ChatWriter(Account(Service.CHAT, "main", host, options=options), no_key)
    with ProjectFile.open(path) as file:
        document = Document(file.project, DirectKeeper(file))
        document.listen(lambda _: print(sum(1 for _ in file.project.lines), flush=True))
        page = Page(document, "Write", "job", tick_s=0.001)
        try:
            await write_scenes(page, Asker(writer, Purse(A_PRICE), Kept(), job="j"), ScenesOrder())
        finally:
            page.close()
            await writer.aclose()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
