"""Final Draft files (FDX): screenplays as XML, read and written."""
