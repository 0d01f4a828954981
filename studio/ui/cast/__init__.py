"""The cast: who speaks, in which colour, with which voice in which language."""
