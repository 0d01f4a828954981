"""The timeline of one episode: clips on lanes, seen, moved and pinned."""
