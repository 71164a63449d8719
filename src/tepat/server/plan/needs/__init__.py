"""What the places of a scope need: read, shown, downloaded."""
