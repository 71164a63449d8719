"""What keeps an installation: sequencing, backup and restore, doctor, metrics."""
