"""What a model answered becomes lines that can be said, and people who say them."""
