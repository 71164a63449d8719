"""What each file of `tests/vectors` holds: cases with a verdict, and a sentence on each."""
