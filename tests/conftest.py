"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# One browser for the tests of all folders: Playwright runs once in a process.
from tests.browser import browser, opened

__all__ = ["browser", "opened"]

# Hypothesis fails an example that takes long, which on a busy machine any may: speed is measured by scripts/bench.
settings.register_profile("quotidian", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quotidian")
