"""Everything the planner knows of one regency, and its documented JSON form."""
