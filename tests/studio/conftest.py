"""A real Label Studio for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from quotidian.studio.server import Server, down
from tests.studio.servers import copy_home, start


@pytest.fixture(scope="session")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, shared by all tests of a session: use projects of your own, and leave it running."""
    home = copy_home(tmp_path_factory.mktemp("studio") / "home")
    server = start(home)
    try:
        yield server
    finally:
        down(home)


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Gives prepared folders whose servers are not started; they are stopped after the test."""
    homes: list[Path] = []

    def make() -> Path:
        homes.append(copy_home(tmp_path / f"home-{len(homes)}"))
        return homes[-1]

    yield make
    for home in homes:
        down(home)


@pytest.fixture
def new_label_studio(new_home: Callable[[], Path]) -> Callable[[], Server]:
    """Starts servers of a test's own, which it may kill."""
    return lambda: start(new_home())


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> BrowserContext:
    """The browser as :func:`tests.studio.desk.desk` wants it."""
    return browser.new_context(viewport={"width": 1366, "height": 768})
