"""The production as frozen values, and the rules of the trade."""
