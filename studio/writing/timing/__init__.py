"""How long words take to say, and the time a line has."""
