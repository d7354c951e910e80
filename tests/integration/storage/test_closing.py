"""A database that is closed leaves no connection open."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import text

from app.database import Database


def test_a_connection_in_use_is_closed_when_it_is_returned(database: Database) -> None:
    with database.snapshot() as connection:
        driver = connection.connection.driver_connection
        database.close()
        assert connection.scalar(text("SELECT 1")) == 1
    assert driver is not None
    with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError), match=r"closed"):
        driver.execute("SELECT 1")


def test_a_closed_database_opens_again_when_it_is_read(database: Database) -> None:
    database.close()
    with database.snapshot() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
