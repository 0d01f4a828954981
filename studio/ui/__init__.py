"""All that Qt shows: the window, its panels and dialogs."""
