"""Asking for a delivery, and what it will write."""
