"""Lists from a PPS to its TPS, at the desk and on the command line."""
