"""Accounts in the window: which there are, whether they are let in, and what they cost."""
