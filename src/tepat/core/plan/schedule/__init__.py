"""Who drives what, when and where: trips, rounds, escorts, the way back."""
