"""How tables and columns of the learner's database are written; every constraint has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table

from mtdtutor.storage.types import Uid

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

    Kind = TypeEngine[Any] | type[TypeEngine[Any]]
    Part = Column[Any] | CheckConstraint | Index

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
"""All tables, once ``storage.tables`` is imported."""


def table(name: str, *parts: Part) -> Table:
    """Return a table whose rows stand in the order of their number."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def keyed_table(name: str, *parts: Part) -> Table:
    """Return a table whose rows stand in its primary key."""
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def column(name: str, kind: Kind) -> Column[Any]:
    """Return a column that always holds something."""
    return Column(name, kind, nullable=False)


def maybe(name: str, kind: Kind) -> Column[Any]:
    """Return a column that may hold nothing."""
    return Column(name, kind, nullable=True)


def key(name: str, kind: Kind) -> Column[Any]:
    """Return a column of the primary key."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def of_learner(*, primary: bool = False, optional: bool = False) -> Column[Any]:
    """Return the column that says whose a row is."""
    return Column("learner", Uid, ForeignKey("learner.id"), primary_key=primary, nullable=optional)
