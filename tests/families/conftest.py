"""Families rest on the same papers as registers do."""

from __future__ import annotations

from registers.conftest import differences, scan

__all__ = ["differences", "scan"]
