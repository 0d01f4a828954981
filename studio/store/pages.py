"""Rows read straight from the pages of a database whose inner structure may be broken.

SQLite needs a whole tree to find a row; here every page is looked at for itself, after the
published file format: a leaf page of a table holds cells, a cell holds one row, and what does
not fit hangs on it as a chain of overflow pages. Rows are not told apart by table.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Value = str | bytes | int | float | None
StoredRow = tuple[Value, ...]

_LEAF_OF_TABLE = 0x0D
_HEADER = 100
_USUAL_SIZE = 4096
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
_BROKEN = (IndexError, ValueError, struct.error)


class Broken(ValueError):
    """A cell that does not hold a row."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The bytes of a database file, in pages numbered from 1."""

    data: memoryview
    size: int

    @classmethod
    def of(cls, data: memoryview) -> Pages:
        """The pages of a file; of the usual size where its header does not say."""
        size = int.from_bytes(data[16:18], "big") if len(data) >= _HEADER else 0
        size = 65536 if size == 1 else size
        sound = 512 <= size <= 65536 and size & (size - 1) == 0
        return cls(data, size if sound else _USUAL_SIZE)

    def page(self, number: int) -> memoryview:
        """One page; raises Broken outside the file."""
        start = (number - 1) * self.size
        if number < 1 or start >= len(self.data):
            raise Broken(number)
        return self.data[start : start + self.size]

    @property
    def missing(self) -> int:
        """Bytes the header speaks of that are not in the file."""
        count = int.from_bytes(self.data[28:32], "big") if len(self.data) >= _HEADER else 0
        return max(0, count * self.size - len(self.data))

    def rows(self) -> Iterator[StoredRow]:
        """Every row that can be read, page by page; pages that were given up are left out."""
        unused = self._unused()
        for number in range(1, -(-len(self.data) // self.size) + 1):
            if number not in unused:
                yield from self._rows_on(number)

    def _rows_on(self, number: int) -> Iterator[StoredRow]:
        page = self.page(number)
        head = _HEADER if number == 1 else 0
        if len(page) < head + 8 or page[head] != _LEAF_OF_TABLE:
            return
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        for cell in range(min(count, self.size // 4)):
            at = head + 8 + 2 * cell
            try:
                yield _record(self._payload(page, int.from_bytes(page[at : at + 2], "big")))
            except _BROKEN:
                continue

    def _payload(self, page: memoryview, at: int) -> bytes:
        """The bytes of the row of a cell, with those on overflow pages."""
        length, at = _varint(page, at)
        _, at = _varint(page, at)
        if length > len(self.data):
            raise Broken(length)
        most = self.size - 35
        if length <= most:
            return _exactly(bytes(page[at : at + length]), length)
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self.size - 4)
        local = local if local <= most else least
        pieces = [_exactly(bytes(page[at : at + local]), local)]
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        left = length - local
        while left > 0:
            overflow = self.page(following)
            take = min(left, self.size - 4)
            pieces.append(_exactly(bytes(overflow[4 : 4 + take]), take))
            following = int.from_bytes(overflow[:4], "big")
            left -= take
        return b"".join(pieces)

    def _unused(self) -> frozenset[int]:
        """The pages the database gave up, which may still hold rows that were deleted."""
        found: set[int] = set()
        trunk = int.from_bytes(self.data[32:36], "big") if len(self.data) >= _HEADER else 0
        while trunk and trunk not in found:
            try:
                page = self.page(trunk)
                count = int.from_bytes(page[4:8], "big")
                if count > self.size // 4 - 2:
                    break
                found.add(trunk)
                found.update(struct.unpack_from(f">{count}I", page, 8))
                trunk = int.from_bytes(page[:4], "big")
            except _BROKEN:
                break
        return frozenset(found)


def _exactly(piece: bytes, length: int) -> bytes:
    if len(piece) != length:
        raise Broken(length)
    return piece


def _varint(data: memoryview | bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> StoredRow:
    """The values of a row."""
    head, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        width = (kind - 12) // 2 if kind >= 12 else 8 if kind == 7 else 0 if kind > 6 else None
        width = _WIDTHS[kind] if width is None else width
        piece = _exactly(payload[head : head + width], width)
        values.append(_value(kind, piece))
        head += width
    if head != len(payload):
        raise Broken(head)
    return tuple(values)


def _value(kind: int, piece: bytes) -> Value:
    if kind == 0:
        return None
    if kind >= 12:
        return piece.decode() if kind % 2 else piece
    if kind == 7:
        return struct.unpack(">d", piece)[0]
    return kind - 8 if kind > 7 else int.from_bytes(piece, "big", signed=True)
