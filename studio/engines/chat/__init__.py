"""Any server that speaks the chat-completions dialect, near or far."""
