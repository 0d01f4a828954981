"""How loud what plays is: needles that fall as meters do, and the strip that shows them."""
