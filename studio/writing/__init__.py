"""What language models do for a script: write, adapt, translate, and fit a line to its time."""
