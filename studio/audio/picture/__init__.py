"""The picture of a reference video: what it is, its frames, and where it is cut."""
