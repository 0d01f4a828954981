"""MiniMax's own speech interface."""
