"""Who speaks with which voice: the first cast, auditions, and the voice catalogue."""
