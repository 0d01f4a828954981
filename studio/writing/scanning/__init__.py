"""Records out of the stream of a model, as they come."""
