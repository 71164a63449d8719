"""What this election is: its places, ballots, items, people and calendar."""
