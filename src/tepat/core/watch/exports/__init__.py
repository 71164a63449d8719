"""What other agencies take away: which rows there are, and in which columns."""
