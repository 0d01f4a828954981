"""What lies below the voices: music, effects and the sound of a reference video."""
