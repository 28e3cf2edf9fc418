"""The PostgreSQL of the run: where it is, and databases of our own in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

VARIABLE = "KVALITETSLOTS_BENCH_POSTGRES"
DEFAULT = "postgresql://postgres@127.0.0.1:5432/postgres"
NO_SERVER = f"""\
No PostgreSQL answers at {{address}}.

Start one, or say where one is, as a user who may create databases:

    {VARIABLE}=postgresql://user:word@host:5432/postgres make bench

    docker run --rm --publish 5432:5432 --env POSTGRES_HOST_AUTH_METHOD=trust postgres:17

The run makes databases of its own there and drops them again.
"""


def address() -> str:
    """Where the server is."""
    return os.environ.get(VARIABLE) or DEFAULT


class NoServerError(Exception):
    """No PostgreSQL answers; the words say what to do."""


def version() -> str:
    """Which PostgreSQL answers. Raises NoServerError if none does."""
    try:
        with psycopg.connect(address(), connect_timeout=5) as connection:
            return str(connection.info.parameter_status("server_version"))
    except psycopg.OperationalError as error:
        where = urlsplit(address())
        raise NoServerError(NO_SERVER.format(address=f"{where.hostname}:{where.port}")) from error


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    unique = f"kvalitetslots_bench_{os.getpid()}_{name}"
    _execute("CREATE DATABASE {}", unique)
    try:
        yield urlsplit(address())._replace(path=f"/{unique}").geturl()
    finally:
        _execute("DROP DATABASE {} WITH (FORCE)", unique)


def _execute(statement: str, name: str) -> None:
    with psycopg.connect(address(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
