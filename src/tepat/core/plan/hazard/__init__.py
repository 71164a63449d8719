"""What may close a road: zones, probabilities with who said them, and scenarios."""
