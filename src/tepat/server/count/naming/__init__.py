"""Names beside the numbers on the papers of an election."""
