"""Translated lines brought into the time they have: by their words, by their speed, by the gap."""
