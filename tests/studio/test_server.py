"""A private server: started, found, refused to strangers, stopped, and what it does when something breaks."""

from __future__ import annotations

import errno
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from quotidian.errors import InputError, StudioError
from quotidian.init import init
from quotidian.studio.home import Home, Secrets
from quotidian.studio.ports import choose_port, is_free
from quotidian.studio.server import Server, down, find, require, up
from tests.studio.servers import CACHE, free_port, kill, start
from tests.studio.visitors import Browser, gets_in, stranger

NewHome = Callable[[], Path]
NewServer = Callable[[], Server]


def home_of(server: Server) -> Home:
    assert server.home is not None
    return Home(server.home)


def secrets_of(server: Server) -> Secrets:
    known = home_of(server).secrets()
    assert known is not None
    return known


def set_secrets(home: Path, **changes: str | int | None) -> None:
    known = Home(home).secrets()
    assert known is not None
    Home(home).save_secrets(msgspec.structs.replace(known, **changes))


# Running


def test_a_second_up_finds_the_first(label_studio: Server) -> None:
    assert label_studio.home is not None
    again = up(label_studio.home, environments=CACHE)
    assert again.reused
    assert (again.pid, again.url, again.token) == (label_studio.pid, label_studio.url, label_studio.token)
    assert again == find(label_studio.home) == require(label_studio.home)


def test_a_server_of_before_an_update_is_told(label_studio: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert label_studio.home is not None
    told: list[str] = []
    assert up(label_studio.home, environments=CACHE, tell=told.append).version == "1.23.2"
    assert told == []
    monkeypatch.setattr("quotidian.studio.server.pinned_version", lambda: "1.24.0")
    up(label_studio.home, environments=CACHE, tell=told.append)
    assert told == [
        "It is not Label Studio 1.24.0, which Quotidian has come with since: stop it with 'quotidian studio down' and "
        "start it again to change over"
    ]


def test_a_running_server_is_not_handed_out_as_another(label_studio: Server) -> None:
    assert label_studio.home is not None
    port = secrets_of(label_studio).port
    with pytest.raises(StudioError) as error:
        up(label_studio.home, port=1, environments=CACHE)
    assert str(error.value) == (
        f"Label Studio runs on port {port} (process {label_studio.pid}), not on 1: stop it first with "
        "'quotidian studio down'"
    )
    with pytest.raises(StudioError) as error:
        up(label_studio.home, database="postgresql://a:b@127.0.0.1/c", environments=CACHE)
    assert str(error.value) == (
        f"Label Studio runs (process {label_studio.pid}) with another database: stop it first with "
        "'quotidian studio down'"
    )
    with pytest.raises(StudioError, match="with another public address: stop it first"):
        up(label_studio.home, public_url="https://annotate.example.org", environments=CACHE)


def test_the_administrator_gets_in_and_others_do_not(label_studio: Server) -> None:
    known = secrets_of(label_studio)
    assert label_studio.email == "admin@localhost"
    assert gets_in(label_studio.url, "admin@localhost", known.password)
    assert not gets_in(label_studio.url, "admin@localhost", "password")


def test_nobody_signs_up(label_studio: Server) -> None:
    status, _ = Browser(label_studio.url).submit(
        "/user/signup/", {"email": "mallory@example.org", "password": "let me in, please"}
    )
    assert status == 403
    assert not gets_in(label_studio.url, "mallory@example.org", "let me in, please")


def test_only_this_machine_reaches_it(label_studio: Server) -> None:
    port = secrets_of(label_studio).port
    assert port is not None
    # Another address of this same machine: a server on all addresses would answer there.
    with pytest.raises(OSError, match=r"refused|assign|unreachable"):
        http.client.HTTPConnection("127.0.0.2", port, timeout=5).connect()
    # A page of somewhere else whose name was made to point here.
    assert Browser(label_studio.url, {"Host": "evil.example.org"}).get("/user/login/")[0] == 400


def test_secrets_are_for_their_user_alone(label_studio: Server) -> None:
    home = home_of(label_studio)
    known = secrets_of(label_studio)
    hidden = [known.password, known.token, known.signing, known.instance]
    assert len({*hidden}) == 4
    assert min(map(len, hidden)) >= 20
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert (home.root / ".gitignore").read_text() == "*\n"
    arguments = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(label_studio.pid)], capture_output=True, text=True, check=True
    ).stdout
    shown = home.log.read_text() + arguments + repr(label_studio) + repr(known)
    assert "serve" in shown
    assert not [secret for secret in hidden if secret in shown]


def test_tips_from_the_internet_are_not_fetched(label_studio: Server) -> None:
    browser = Browser(label_studio.url)
    browser.submit("/user/login/", {"email": "admin@localhost", "password": secrets_of(label_studio).password})
    status, _ = browser.get("/heidi-tips")
    assert status >= 400


def test_it_lives_on_without_its_starter_and_its_data_outlive_it(new_home: NewHome) -> None:
    home = new_home()
    code = (
        "import sys; from pathlib import Path; from quotidian.studio.server import up; "
        "server = up(Path(sys.argv[1]), port=int(sys.argv[2]), environments=Path(sys.argv[3])); "
        "sys.stdout.write(str(server.pid))"
    )
    arguments = [sys.executable, "-c", code, str(home), str(free_port()), str(CACHE)]
    pid = int(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout)
    found = require(home)
    assert found.pid == pid
    assert os.getpgid(pid) == pid != os.getpgid(0)
    assert down(home) == pid
    assert down(home) is None
    assert find(home) is None
    # The port is remembered, so that annotators find it where it was.
    again = up(home, environments=CACHE)
    assert again.url == found.url
    assert not again.reused
    assert gets_in(again.url, "admin@localhost", secrets_of(again).password)


def test_two_starts_at_once_are_one(new_home: NewHome) -> None:
    home, port = new_home(), free_port()
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda _: up(home, port=port, environments=CACHE), range(2), timeout=120)
    assert first.pid == second.pid
    assert {first.reused, second.reused} == {True, False}


# Ports


def test_a_stranger_on_the_port_is_neither_adopted_nor_told_anything(new_home: NewHome) -> None:
    home = new_home()
    with stranger() as (port, asked):
        with pytest.raises(StudioError) as error:
            up(home, port=port, environments=CACHE)
        assert str(error.value) == (
            f"port {port} is taken by another program, which is left alone: end that program, or name another port "
            "with --port"
        )
        assert asked == []
        assert find(home) is None
        # Nor when it is the port of the last start.
        set_secrets(home, port=port)
        with pytest.raises(StudioError, match=f"port {port} is taken by another program"):
            up(home, environments=CACHE)


def test_a_stranger_that_comes_while_the_server_starts_gets_no_secret(
    new_home: NewHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = new_home()
    known = Home(home).secrets()
    assert known is not None
    # The port is free when it is looked at, and taken before the server listens.
    monkeypatch.setattr("quotidian.studio.ports.is_free", lambda _port: True)
    with stranger() as (port, asked):
        with pytest.raises(StudioError) as error:
            up(home, port=port, environments=CACHE)
        assert str(error.value) == (
            f"Label Studio ended while it started: OSError: [Errno {errno.EADDRINUSE}] Address already in use\n"
            f"its whole log is {Home(home).log}"
        )
        assert asked
        assert all(request.startswith("GET /quotidian/") for request in asked)
        assert not [secret for secret in (known.password, known.token, known.instance) if secret in "".join(asked)]
    assert Home(home).process() is None
    assert Home(home).secrets() == known


def test_the_first_start_takes_the_first_free_port() -> None:
    first = choose_port(None)
    assert 8080 <= first < 8180
    with stranger(port=first):
        assert not is_free(first)
        assert choose_port(None) > first


def test_ports_that_can_not_be() -> None:
    with pytest.raises(InputError) as error:
        choose_port(65536)
    assert str(error.value) == "not a port: found 65536, expected a number from 1 to 65535"


# Faults


def test_a_killed_server_is_started_again_with_its_work(new_label_studio: NewServer) -> None:
    server = new_label_studio()
    assert server.home is not None
    kill(server)
    assert find(server.home) is None
    with pytest.raises(StudioError) as error:
        require(server.home)
    assert str(error.value) == (
        f"no Label Studio runs for {server.home}: start it with 'quotidian studio up', or name another one with --url "
        "and a token"
    )
    again = up(server.home, environments=CACHE)
    assert (again.url, again.token) == (server.url, server.token)
    assert again.pid != server.pid
    assert gets_in(again.url, "admin@localhost", secrets_of(again).password)


def test_what_a_dead_server_left_stops_nobody(new_label_studio: NewServer) -> None:
    server = new_label_studio()
    assert server.home is not None
    kill(server)
    # No process number is kept, so that of another program can't be taken for it.
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    try:
        home_of(server).running_file.write_text(str(other.pid))
        assert down(server.home) is None
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_start_that_crashes_leaves_nothing_running(new_home: NewHome) -> None:
    home = new_home()
    for left in (home / "data").glob("label_studio.sqlite3*"):
        left.write_bytes(b"this is no database, it is a long line of text that fills the place of one" * 100)
    with pytest.raises(StudioError) as error:
        start(home)
    assert str(error.value) == (
        "Label Studio ended while it started: django.db.utils.DatabaseError: file is not a database\n"
        f"its whole log is {Home(home).log}"
    )
    assert Home(home).process() is None
    assert find(home) is None


def test_a_start_that_takes_too_long_is_ended(new_home: NewHome) -> None:
    home = new_home()
    with pytest.raises(StudioError, match=r"did not answer within 0\.5 seconds and was stopped") as error:
        up(home, port=free_port(), environments=CACHE, patience=0.5)
    assert str(Home(home).log) in str(error.value)
    assert Home(home).process() is None


def test_a_start_that_is_interrupted_leaves_nothing_running(new_home: NewHome, tmp_path: Path) -> None:
    home = new_home()
    init(tmp_path / "corpus")
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "quotidian").symlink_to(CACHE, target_is_directory=True)
    code = (
        # A shell lets what it runs in the background ignore the signal.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from quotidian.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "studio", "up", "--home", str(home), "--port", str(free_port())]
    process = subprocess.Popen(
        command,
        cwd=tmp_path / "corpus",
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while Home(home).process() is None:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[1:] == ["", "quotidian: stopped"]  # the first line tells what is started
    assert Home(home).process() is None


def test_a_start_whose_starter_was_killed_is_waited_for(new_home: NewHome) -> None:
    home = new_home()
    code = (
        "import sys; from pathlib import Path; from quotidian.studio.server import up; "
        "up(Path(sys.argv[1]), port=int(sys.argv[2]), environments=Path(sys.argv[3]))"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(home), str(free_port()), str(CACHE)])
    while (pid := Home(home).process()) is None:
        assert starter.poll() is None
        time.sleep(0.01)
    starter.kill()
    starter.wait()
    with pytest.raises(StudioError) as error:
        require(home)
    assert f"Label Studio lives (process {pid}) and doesn't answer on port" in str(error.value)
    found = up(home, environments=CACHE)
    assert found.reused
    assert found.pid == pid


def test_a_server_that_hangs_is_told_and_stopped(new_label_studio: NewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotidian.studio.server.ANSWER_SECONDS", 0.5)
    server = new_label_studio()
    assert server.home is not None
    assert server.pid is not None
    os.kill(server.pid, signal.SIGSTOP)
    with pytest.raises(StudioError) as error:
        find(server.home)
    assert str(error.value) == (
        f"Label Studio lives (process {server.pid}) and doesn't answer on port {secrets_of(server).port}: it is "
        f"starting, or it hangs: its log is {home_of(server).log}; 'quotidian studio down' stops it"
    )
    assert down(server.home, patience=0.5) == server.pid
    assert find(server.home) is None


def test_a_damaged_note_of_a_living_server_is_told_and_the_server_can_be_stopped(new_label_studio: NewServer) -> None:
    server = new_label_studio()
    home = home_of(server)
    home.running_file.write_text('{"port": ')
    with pytest.raises(StudioError) as error:
        find(home.root)
    assert str(error.value) == (
        f"{home.running_file}: not a valid Running: Input data was truncated: the server lives (process {server.pid}), "
        "but where it answers is not known: stop it with 'quotidian studio down' and start it again"
    )
    assert down(home.root) == server.pid
    assert up(home.root, environments=CACHE).url == server.url


def test_damaged_secrets_are_told_and_not_shown(new_label_studio: NewServer) -> None:
    server = new_label_studio()
    home = home_of(server)
    good = home.secrets_file.read_bytes()
    home.secrets_file.write_bytes(good[: len(good) // 2])
    for ask in (find, up):
        with pytest.raises(StudioError) as error:
            ask(home.root)
        assert str(error.value) == (
            f"{home.secrets_file}: not a valid Secrets: Input data was truncated: restore it; or delete it and start "
            "again: the administrator gets a new password and token, all work stays (a server on PostgreSQL needs its "
            "--database again)"
        )
    assert down(home.root) == server.pid


def test_secrets_that_others_can_read_are_refused(new_home: NewHome) -> None:
    home = Home(new_home())
    home.secrets_file.chmod(0o644)
    with pytest.raises(StudioError) as error:
        up(home.root, environments=CACHE)
    assert str(error.value) == (
        f"{home.secrets_file}: others can read it (mode 644, expected 600): run 'chmod 600' on it, or delete it and "
        "start again for new secrets"
    )


def test_lost_secrets_are_made_anew(new_label_studio: NewServer) -> None:
    server = new_label_studio()
    home = home_of(server)
    before = secrets_of(server)
    home.secrets_file.unlink()
    with pytest.raises(StudioError, match=r"secrets\.json: missing, so the server that runs .* can't be verified"):
        find(home.root)
    assert down(home.root) == server.pid
    again = start(home.root)
    after = secrets_of(again)
    assert after.password != before.password
    assert gets_in(again.url, "admin@localhost", after.password)
    assert not gets_in(again.url, "admin@localhost", before.password)
    assert Browser(again.url, {"Authorization": f"Token {after.token}"}).get("/api/current-user/whoami")[0] == 200
    assert Browser(again.url, {"Authorization": f"Token {before.token}"}).get("/api/current-user/whoami")[0] == 401


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    mode = tmp_path.stat().st_mode
    with pytest.raises(StudioError) as error:
        up(tmp_path, environments=CACHE)
    assert str(error.value) == f"{tmp_path}: holds other things: name a new or empty folder with --home"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert tmp_path.stat().st_mode == mode
    assert down(tmp_path) is None


# Other machines


def test_people_on_other_machines_come_through_a_public_address(new_home: NewHome) -> None:
    home = new_home()
    public = "https://annotate.example.org"
    server = up(home, port=free_port(), public_url=f"{public}/", environments=CACHE)
    assert server.address == public
    assert server.url.startswith("http://127.0.0.1:")
    # What a web server in front passes on.
    passed_on = {"Host": "annotate.example.org", "Origin": public, "Referer": f"{public}/user/login/"}
    browser = Browser(server.url, passed_on)
    known = secrets_of(server)
    browser.submit("/user/login/", {"email": known.email, "password": known.password})
    assert browser.get("/api/current-user/whoami")[0] == 200
    # A form on another page does not get through.
    assert (
        Browser(server.url, passed_on | {"Origin": "https://evil.example.org"}).submit(
            "/user/login/", {"email": known.email, "password": known.password}
        )[0]
        == 403
    )


@pytest.mark.parametrize("url", ["annotate.example.org", "https://example.org/label-studio", "ftp://example.org"])
def test_public_addresses_that_can_not_be(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError) as error:
        up(tmp_path / "home", public_url=url)
    assert str(error.value) == f"not a public address: found {url!r}, expected https://HOST or https://HOST:PORT"
    assert not (tmp_path / "home").exists()
