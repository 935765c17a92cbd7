"""Measures the toolchain: `scripts/bench` runs it."""
