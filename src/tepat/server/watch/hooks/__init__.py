"""Messages to other programs: who is told, of what, and whether it arrived."""
