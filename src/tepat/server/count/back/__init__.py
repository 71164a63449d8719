"""What came back after the count, and what has not."""
