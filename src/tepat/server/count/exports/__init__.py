"""Files of unofficial results."""
