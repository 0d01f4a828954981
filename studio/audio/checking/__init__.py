"""What can be measured of a take that tells whether something went wrong in it."""
