"""Subtitle files as scripts: who says what in which stretch of the picture."""
