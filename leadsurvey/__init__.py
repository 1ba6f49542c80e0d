"""Measures how leadership is shared in public services, and tells leaders what to try next without exposing anyone."""

__version__ = "0.1.0"
