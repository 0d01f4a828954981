"""Who can speak and write: small protocols, and one room per service."""
