"""From lines to takes: what is missing or stale, what it costs, and the booth that voices it."""
