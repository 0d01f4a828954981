"""Timelines for other programs: the same clips as each of them reads it, text out."""
