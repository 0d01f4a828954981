"""The script: one row per line, typed like a screenplay."""
