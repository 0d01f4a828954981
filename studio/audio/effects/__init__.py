"""How a voice is made to sound as over a telephone, in a hall, from a robot."""
