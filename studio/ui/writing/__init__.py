"""The window of whoever writes: briefs, outlines, translations, and the jobs that make them."""
