"""The project file, what watches over it, and the settings of the person using it."""
