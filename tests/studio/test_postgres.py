"""Label Studio on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotidian.errors import StudioError
from quotidian.studio.home import Home
from quotidian.studio.server import down, up
from quotidian.studio.users import add_user
from tests.studio import postgres
from tests.studio.servers import CACHE, free_port, start
from tests.studio.visitors import gets_in


@pytest.fixture
def cluster() -> Iterator[Path]:
    """A cluster with Label Studio's tables, not running."""
    kept, _ = postgres.prepared()
    with postgres.place() as folder:
        shutil.copytree(kept, folder / "cluster")
        postgres.hand_over(folder / "cluster")
        yield folder / "cluster"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The private folder that belongs to the cluster."""
    _, kept = postgres.prepared()
    shutil.copytree(kept, tmp_path / "home")
    yield tmp_path / "home"
    down(tmp_path / "home")


def test_work_is_kept_in_the_database(cluster: Path, home: Path) -> None:
    port = free_port()
    with postgres.running(cluster, port) as url:
        server = start(home, database=url)
        made = add_user(server, "ada")
        assert postgres.ask(port, "select email from htx_user order by id") == ["admin@localhost", "ada@localhost"]
        assert gets_in(server.url, made.email, made.password)
        assert not list(home.rglob("*.sqlite3"))
        assert postgres.PASSWORD not in Home(home).log.read_text()
        assert down(home) == server.pid
        # The next start needs not be told again.
        again = up(home, environments=CACHE)
        assert gets_in(again.url, made.email, made.password)
        assert not list(home.rglob("*.sqlite3"))
        down(home)


def test_a_database_that_refuses_is_told_and_not_remembered(cluster: Path, home: Path) -> None:
    port = free_port()
    before = Home(home).secrets()
    with postgres.running(cluster, port) as url:
        with pytest.raises(StudioError) as error:
            start(home, database=url.replace("w%2Ford", "wrong"))
        assert str(error.value) == (
            "Label Studio ended while it started: django.db.utils.OperationalError: connection failed: connection to "
            f'server at "127.0.0.1", port {port} failed: FATAL:  password authentication failed for user "studio"\n'
            f"its whole log is {Home(home).log}"
        )
        assert Home(home).secrets() == before
    with pytest.raises(StudioError, match=f'server at "127.0.0.1", port {port} failed: Connection refused'):
        start(home, database=url)
    assert Home(home).secrets() == before
    assert Home(home).process() is None
