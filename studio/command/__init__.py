"""What the command line can do, and how it speaks: arguments in, words and JSON out."""
