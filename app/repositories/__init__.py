"""All SQL of Boxrank: questions and writes, in sets, the same statements on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Row

AnyRow = Row[*tuple[Any, ...]]
"""A row whose columns are chosen by the caller."""
