"""Measures the reading of numbers: ``python -m benchmarks.reading``."""
