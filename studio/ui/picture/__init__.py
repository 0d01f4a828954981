"""The picture of the reference video, in step with what is heard."""
