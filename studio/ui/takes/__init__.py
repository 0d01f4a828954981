"""The takes of the line in hand."""
