"""Voices being made: orders in a queue, the work on it, what keeps a voice and takes it away."""
