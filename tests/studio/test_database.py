"""The URL of a database, and what Label Studio is told of it."""

from __future__ import annotations

import pytest

from quotidian.errors import InputError
from quotidian.studio.database import database_variables, without_password


def test_sqlite_unless_told_otherwise() -> None:
    assert database_variables(None) == {"DJANGO_DB": "sqlite"}


def test_a_url_with_everything() -> None:
    url = (
        "postgresql://ann%40ots:p%40ss%3Aw%2Ford@db.example.org:6543/label%20studio?sslmode=require&sslrootcert=/ca.pem"
    )
    assert database_variables(url) == {
        "DJANGO_DB": "default",
        "POSTGRE_HOST": "db.example.org",
        "POSTGRE_PORT": "6543",
        "POSTGRE_USER": "ann@ots",
        "POSTGRE_PASSWORD": "p@ss:w/ord",
        "POSTGRE_NAME": "label studio",
        "PGSSLMODE": "require",
        "PGSSLROOTCERT": "/ca.pem",
    }


def test_a_url_of_a_unix_socket_without_password() -> None:
    assert database_variables("postgres://studio@/studio?host=/run/postgresql") == {
        "DJANGO_DB": "default",
        "POSTGRE_HOST": "/run/postgresql",
        "POSTGRE_PORT": "5432",
        "POSTGRE_USER": "studio",
        "POSTGRE_PASSWORD": "",
        "POSTGRE_NAME": "studio",
    }


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "mysql://ada:secret@localhost/studio",
            "not a PostgreSQL URL: found 'mysql://ada@localhost/studio', "
            "expected postgresql://USER:PASSWORD@HOST:PORT/NAME",
        ),
        (
            "postgresql://ada:secret@localhost",
            "not a PostgreSQL URL: found 'postgresql://ada@localhost', "
            "expected postgresql://USER:PASSWORD@HOST:PORT/NAME",
        ),
        (
            "postgresql://localhost/studio",
            "not a PostgreSQL URL: found 'postgresql://localhost/studio', "
            "expected postgresql://USER:PASSWORD@HOST:PORT/NAME",
        ),
        (
            "postgresql://ada:secret@localhost:port/studio",
            "no port: found 'postgresql://ada@localhost:port/studio', "
            "expected postgresql://USER:PASSWORD@HOST:PORT/NAME",
        ),
        (
            "postgresql://ada:secret@localhost/studio?timeout=3",
            "no way to set timeout: found 'postgresql://ada@localhost/studio?timeout=3', "
            "expected postgresql://USER:PASSWORD@HOST:PORT/NAME",
        ),
    ],
)
def test_other_urls_are_refused_without_their_password(url: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        database_variables(url)
    assert str(error.value) == message
    assert without_password(url) == error.value.found
