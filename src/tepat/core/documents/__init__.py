"""Papers people sign. Written in Indonesian from the start."""
