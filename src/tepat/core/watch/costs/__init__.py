"""What the work really cost, beside what the plan says of the same work."""
