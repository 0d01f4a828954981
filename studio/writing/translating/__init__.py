"""Scripts into other languages, line by line."""
