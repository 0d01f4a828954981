"""One's own voices in the window: what makes them, and the library of those there are."""
