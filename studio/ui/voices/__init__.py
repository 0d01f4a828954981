"""Voices to choose from: the browser, and how voices and engines are called in the window."""
