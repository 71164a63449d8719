"""Reading by other programs: keys, and the calls that they may make."""
