"""Translates a project into German until it is killed: `PROJECT HOST`.

Says after each edit how many lines have words in it.
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
from studio.writing.page import Page
from studio.writing.purse import Purse
from studio.writing.translating.order import Mode, TranslationOrder
from studio.writing.translating.translate import translate
from tests.writing.asking_at_work import A_PRICE, Kept


async def main(path: Path, host: str) -> None:
    """Translate what is missing."""

    async def no_key() -> str:
        return ""

    options = {"model": "small-model", "key": KEYLESS}
    writer = ChatWriter(Account(Service.CHAT, "main", host, options=options), no_key)
    with ProjectFile.open(path) as file:
        document = Document(file.project, DirectKeeper(file))

        def tell(_: object) -> None:
            print(sum(bool(line.words("de")) for _, line in file.project.lines), flush=True)

        document.listen(tell)
        page = Page(document, "Translate", "job", tick_s=0.001)
        order = TranslationOrder(("de",), mode=Mode.DRAFT)
        try:
            await translate(page, Asker(writer, Purse(A_PRICE), Kept(), job="j"), order)
        finally:
            page.close()
            await writer.aclose()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
