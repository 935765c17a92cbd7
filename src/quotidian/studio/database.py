"""Where Label Studio keeps what people do: SQLite in its own folder, or a PostgreSQL database."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from quotidian.errors import InputError

EXPECTED = "postgresql://USER:PASSWORD@HOST:PORT/NAME"
DEFAULT_PORT = 5432
# What a query may set, and the variable by which the client library of PostgreSQL learns it.
OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}


def database_variables(url: str | None) -> dict[str, str]:
    """The variables that tell Label Studio its database.

    Args:
        url: ``postgresql://user:password@host:port/name``, with ``?sslmode=`` and ``?sslrootcert=`` if wanted; a host
            that is a folder (``?host=/run/postgresql``) is that of a Unix socket. None is SQLite.

    Raises:
        InputError: not such a URL; its password is not shown.
    """
    if url is None:
        return {"DJANGO_DB": "sqlite"}
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or parts.hostname
    name = unquote(parts.path.removeprefix("/"))
    unknown = sorted(query.keys() - OPTIONS.keys())
    if parts.scheme not in {"postgresql", "postgres"} or not host or not name or not parts.username or unknown:
        raise InputError(
            f"no way to set {', '.join(unknown)}" if unknown else "not a PostgreSQL URL",
            found=without_password(url),
            expected=EXPECTED,
        )
    return {
        "DJANGO_DB": "default",
        "POSTGRE_HOST": host,
        "POSTGRE_PORT": str(_port(parts, url)),
        "POSTGRE_USER": unquote(parts.username),
        "POSTGRE_PASSWORD": unquote(parts.password or ""),
        "POSTGRE_NAME": name,
        **{OPTIONS[key]: value for key, value in query.items()},
    }


def _port(parts: SplitResult, url: str) -> int:
    try:
        return parts.port or DEFAULT_PORT
    except ValueError:
        raise InputError("no port", found=without_password(url), expected=EXPECTED) from None


def without_password(url: str) -> str:
    """A database's URL that may be shown."""
    before, at, after = url.rpartition("@")
    if not at:
        return url
    scheme, slashes, user = before.partition("://")
    return f"{scheme}{slashes}{user.partition(':')[0]}@{after}"
