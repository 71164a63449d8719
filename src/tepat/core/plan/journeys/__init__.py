"""Other journeys than the delivery before the vote: the way back, and votes held again."""
