"""What the mouse does on the lanes: one small class per gesture."""
