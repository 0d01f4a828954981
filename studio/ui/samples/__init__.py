"""The recordings a voice is made of: opened or recorded, cut, judged, given away."""
