"""What should be: needs, packages, and later routes and departures."""
