"""The browser of the pages' tests."""

from __future__ import annotations

from tests.show.conftest import browser, opened

__all__ = ["browser", "opened"]
