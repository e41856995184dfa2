"""Django's SQLite backend over SQLCipher's driver: the same, but for who connects.

``OPTIONS`` may give ``key``, a callable, where `isnad.keys.sqlcipher.open_with` is not used. Transactions begin
IMMEDIATE unless ``transaction_mode`` says otherwise: who is going to write waits at the start, never in the middle.
"""

from __future__ import annotations

import datetime
import decimal
from itertools import chain
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from isnad.keys.sqlcipher import KeySource, current_key
from isnad.keys.sqlcipher.connecting import connect

PATIENCE = 30.0

dbapi2.register_converter("bool", b"1".__eq__)
dbapi2.register_converter("date", lambda text: parse_date(text.decode()))
dbapi2.register_converter("time", lambda text: parse_time(text.decode()))
dbapi2.register_converter("datetime", lambda text: parse_datetime(text.decode()))
dbapi2.register_converter("timestamp", lambda text: parse_datetime(text.decode()))
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(datetime.date, datetime.date.isoformat)
dbapi2.register_adapter(datetime.datetime, lambda value: value.isoformat(" "))


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """Takes Django's ``%s`` for SQLite's ``?``, as Django's own cursor does over its driver."""

    convert_query = base.SQLiteCursorWrapper.convert_query  # type: ignore[attr-defined]

    def execute(self, query: str, params: Any = None) -> Any:
        """Runs one statement."""
        if params is None:
            return super().execute(query)
        return super().execute(self.convert_query(query, param_names=_names(params)), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Runs one statement for many rows."""
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return super().executemany(query, [])
        return super().executemany(self.convert_query(query, param_names=_names(first)), chain([first], rows))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to an encrypted database."""

    Database = dbapi2

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with patience for other writers and IMMEDIATE transactions."""
        parameters = super().get_connection_params()
        parameters.setdefault("timeout", PATIENCE)
        self.transaction_mode: str = self.transaction_mode or "IMMEDIATE"
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connects with the key from whoever holds it."""
        parameters = dict(conn_params)
        source: KeySource = parameters.pop("key", current_key)
        connection = connect(source(), **parameters)
        register_functions(connection)
        for command in self.init_commands:  # type: ignore[attr-defined]
            if command.strip():
                connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that takes Django's placeholders."""
        return self.connection.cursor(factory=Cursor)


def _names(params: Any) -> list[str] | None:
    return list(params) if isinstance(params, dict) else None
