"""Lines that are there, looked over and rewritten."""
