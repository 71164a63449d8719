"""What other programs are told as it happens, and how that is signed."""
