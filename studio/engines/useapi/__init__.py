"""useapi.net: MiniMax's voices over a person's own MiniMax web account. Not MiniMax's interface."""
