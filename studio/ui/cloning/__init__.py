"""The forms in which voices are ordered: of recordings, one or a folder for a whole cast."""
