"""Cutting samples of voices: recordings of any kind, their pauses, their sound in figures."""
