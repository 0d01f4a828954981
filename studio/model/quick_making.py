"""Frozen values made quickly, for what is made by ten thousands at each edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def quick_maker(kind: Callable[P, T]) -> Callable[P, T]:
    """A way of making a frozen, slotted dataclass in a third of the time; takes every field.

    Each field of a frozen object is set by a call of its own. Here they are set while the object
    is still of a class with the same slots that is not frozen.
    """
    names = [(field.name, Any) for field in fields(cast(Any, kind))]
    draft: Any = make_dataclass("Draft", names, slots=True, eq=False, repr=False)

    def make(*values: P.args, **named: P.kwargs) -> T:
        made: Any = draft(*values, **named)
        made.__class__ = kind
        return made

    return make
