"""Understudy: write, cast, voice, lay out and deliver a series, in one studio."""

__version__ = "0.1.0"
