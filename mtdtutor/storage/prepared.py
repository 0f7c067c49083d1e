"""Statements compiled once and run without the cost of compiling, caching and wrapping rows.

A grade has a millisecond for everything. ``Connection.execute`` spends more on each statement than
SQLite does, so the statements of the hot paths are written in SQLAlchemy Core like all others,
compiled when they are first used, and handed to the driver as text. The transaction is that of the
connection either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql.selectable import SelectBase

from mtdtutor.core.errors import BugError

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.sql import ClauseElement
    from sqlalchemy.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
_Processor = Callable[[Any], Any]
_DIALECT: Final = sqlite_dialect(paramstyle="qmark")


class Prepared:
    """One statement with named parameters.

    Args:
        build: Makes the statement; called at the first use, so that a start pays for none.
    """

    def __init__(self, build: Callable[[], ClauseElement]) -> None:
        self._build = build
        self._sql: str | None = None
        self._names: tuple[str, ...] = ()
        self._fixed: dict[str, object] = {}
        self._bind: dict[str, _Processor] = {}
        self._read: list[tuple[int, _Processor]] = []
        self._columns: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of the rows it gives."""
        self._ready()
        return self._columns

    def rows(self, conn: Connection, **values: object) -> list[Row]:
        """Run the statement and return all its rows."""
        rows = cast("list[Row]", self._run(conn, values).fetchall())
        return [self._converted(row) for row in rows] if self._read else rows

    def row(self, conn: Connection, **values: object) -> Row | None:
        """Run the statement and return its first row, or None."""
        cursor = self._run(conn, values)
        row = cast("Row | None", cursor.fetchone())
        cursor.close()
        return self._converted(row) if row is not None and self._read else row

    def value(self, conn: Connection, **values: object) -> Any:  # noqa: ANN401 (as typed as SQL is)
        """Run the statement and return the first column of its first row, or None."""
        row = self.row(conn, **values)
        return None if row is None else row[0]

    def run(self, conn: Connection, **values: object) -> int:
        """Run a statement that gives no rows.

        Returns:
            The number of rows it touched.
        """
        return self._run(conn, values).rowcount

    def run_many(self, conn: Connection, many: Iterable[dict[str, object]]) -> None:
        """Run a statement that gives no rows once for each set of values."""
        sql = self._ready()
        _cursor(conn).executemany(sql, [self._arguments(values) for values in many])

    def _run(self, conn: Connection, values: dict[str, object]) -> DBAPICursor:
        sql = self._ready()
        cursor = _cursor(conn)
        cursor.execute(sql, self._arguments(values))
        return cursor

    def _arguments(self, values: dict[str, object]) -> Sequence[object]:
        fixed, bind = self._fixed, self._bind
        return [
            bind[name](values[name])
            if name in bind
            else values[name]
            if name in values
            else fixed[name]
            for name in self._names
        ]

    def _ready(self) -> str:
        if self._sql is None:
            self._compile()
        assert self._sql is not None, "compiled above"
        return self._sql

    def _compile(self) -> None:
        statement = self._build()
        compiled = cast("SQLCompiler", statement.compile(dialect=_DIALECT))
        self._names = tuple(compiled.positiontup or ())
        for name in self._names:
            bind = compiled.binds[name]
            processor = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            if bind.required or bind.value is None:
                if processor is not None:
                    self._bind[name] = processor
            else:
                self._fixed[name] = processor(bind.value) if processor else bind.value
        columns = (
            list(statement.selected_columns)
            if isinstance(statement, SelectBase)
            else list(getattr(statement, "_returning", ()))
        )
        self._columns = tuple(str(column.key) for column in columns)
        for place, column in enumerate(columns):
            reader = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
            if reader is not None:
                self._read.append((place, reader))
        sql = str(compiled)
        if "POSTCOMPILE" in sql:
            raise BugError("a prepared statement cannot hold a list: write it out with or_")
        self._sql = sql

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for place, processor in self._read:
            values[place] = processor(values[place])
        return tuple(values)


def _cursor(conn: Connection) -> DBAPICursor:
    return conn.connection.cursor()
