"""Forms: read from the log, typed, confirmed, shown with what does not add up."""
