"""What Bawaslu watches, what it found, and which clock of the law runs."""
