"""Prose becomes a script: who says what, and what the narrator reads."""
