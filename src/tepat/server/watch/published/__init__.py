"""What Bawaslu publishes of its cases: offered by its installation, taken by the others."""
