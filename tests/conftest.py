"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Hypothesis fails an example that takes long, which on a busy machine any may: speed is measured by scripts/bench.
settings.register_profile("quotidian", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quotidian")
