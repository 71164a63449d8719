"""A link for a driver without an account: started, arrived, trouble."""
