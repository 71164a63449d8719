"""Plans of every kabupaten at once."""
