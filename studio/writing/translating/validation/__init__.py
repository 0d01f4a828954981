"""What is looked for in a model's translation before it is a line's words."""
