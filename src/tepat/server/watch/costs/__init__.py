"""Real costs at the desk: recorded with their receipts, corrected, held against the plan."""
