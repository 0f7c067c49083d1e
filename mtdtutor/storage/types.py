"""Column types that fit STRICT tables of SQLite and compile for PostgreSQL as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Double, Text, TypeDecorator
from sqlalchemy.dialects.sqlite import INTEGER, REAL
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import Dialect
    from sqlalchemy.sql.compiler import TypeCompiler
    from sqlalchemy.types import TypeEngine

Int: Final = BigInteger().with_variant(INTEGER(), "sqlite")
"""A whole number of up to 64 bits."""

Real: Final[TypeEngine[float]] = Double().with_variant(REAL(), "sqlite")
"""A float of 64 bits; what is read is exactly what was written."""

Str: Final = Text()
"""Text of any length."""


class Flag(TypeDecorator[bool]):
    """A bool; STRICT tables know no BOOLEAN, so 0 or 1."""

    impl = BigInteger().with_variant(INTEGER(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """See ``TypeDecorator``."""
        del dialect
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """See ``TypeDecorator``."""
        del dialect
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A value stored as compact JSON text, the same text for equal values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """See ``TypeDecorator``."""
        del dialect
        return None if value is None else dump_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """See ``TypeDecorator``."""
        del dialect
        return None if value is None else json.loads(value)


class Uid(UserDefinedType[str]):
    """A UUID: text with hyphens in the program, 16 bytes in the file.

    Events carry up to six of them, and each stands in indexes too: as text they would be a third
    of a large database.
    """

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], object] | None:
        """See ``TypeEngine``."""
        return pack_id if dialect.name == "sqlite" else None

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[bytes | None], str | None] | None:
        """See ``TypeEngine``."""
        del coltype
        return unpack_id if dialect.name == "sqlite" else None


@compiles(Uid, "sqlite")
def _uid_in_sqlite(element: Uid, compiler: TypeCompiler, **options: object) -> str:
    del element, compiler, options
    return "BLOB"


@compiles(Uid, "postgresql")
def _uid_in_postgresql(element: Uid, compiler: TypeCompiler, **options: object) -> str:
    del element, compiler, options
    return "UUID"


def dump_json(value: object) -> str:
    """Return a value as compact JSON; equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1024)  # most are those of the learner and the database
def pack_id(value: str | None) -> bytes | None:
    """Return the 16 bytes of a UUID given as text."""
    return None if value is None else bytes.fromhex(value.replace("-", ""))


@lru_cache(maxsize=1024)
def unpack_id(value: bytes | None) -> str | None:
    """Return the text of a UUID given as 16 bytes."""
    if value is None:
        return None
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
