"""Samples of voices: from any recording to what a service takes to make a voice of."""
