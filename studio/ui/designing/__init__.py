"""Voices made of words, and of other voices: the dialogs that design and mix them."""
