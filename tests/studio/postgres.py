"""A real PostgreSQL server for a test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from quotidian.studio.environment import locked
from quotidian.studio.server import down
from tests.studio.servers import CACHE, cache_name, free_port, start

USER = "studio"
PASSWORD = "p@ss:w/ord"


def programs() -> Path:
    """Where PostgreSQL's programs are; the newest one of Debian's, or those on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    beside = shutil.which("initdb")
    assert beside is not None, "the tests need PostgreSQL: install the package 'postgresql'"
    return Path(beside).resolve().parent


def run(*command: object) -> None:
    """Run a program of PostgreSQL, which refuses to be run by root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([*prefix, *map(str, command)], stdout=output, stderr=output, cwd="/", check=False)
        output.seek(0)
        assert done.returncode == 0, output.read().decode()


def hand_over(folder: Path) -> None:
    """Give a folder to the user that PostgreSQL runs as."""
    folder.chmod(0o700)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)


@contextmanager
def place() -> Iterator[Path]:
    """A short-lived folder that PostgreSQL's user can reach."""
    with tempfile.TemporaryDirectory(prefix="quotidian-postgres-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def make(cluster: Path) -> None:
    """An empty cluster."""
    cluster.mkdir()
    hand_over(cluster)
    with tempfile.NamedTemporaryFile() as secret:
        secret.write(PASSWORD.encode())
        secret.flush()
        hand_over(Path(secret.name))
        run(programs() / "initdb", "-D", cluster, "-A", "scram-sha-256", "-U", USER, "--pwfile", secret.name, "-N")


@contextmanager
def running(cluster: Path, port: int) -> Iterator[str]:
    """A server on a cluster; gives the URL of its database."""
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    control = (programs() / "pg_ctl", "-D", cluster, "-w", "-l", cluster / "log")
    run(*control, "-o", options, "start")
    try:
        yield f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "fast", "stop")


def ask(port: int, question: str) -> list[str]:
    """The rows that a query gives."""
    done = subprocess.run(
        [programs() / "psql", "-h", "127.0.0.1", "-p", str(port), "-U", USER, "-At", "-c", question, "postgres"],
        env={"PGPASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def prepared() -> tuple[Path, Path]:
    """A cluster in which Label Studio has set up its tables, and the private folder that belongs to it; made once."""
    kept = CACHE / f"{cache_name()}-postgres"
    with locked(CACHE / ".studio-postgres.lock"):
        if not kept.is_dir():
            making = kept.with_name(f"{kept.name}.part")
            shutil.rmtree(making, ignore_errors=True)
            with place() as folder:
                make(folder / "cluster")
                with running(folder / "cluster", free_port()) as url:
                    start(folder / "home", database=url)
                    down(folder / "home")
                shutil.copytree(folder, making)
            making.rename(kept)
    return kept / "cluster", kept / "home"
