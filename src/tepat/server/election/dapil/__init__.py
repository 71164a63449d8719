"""Which dapil each area of a scope belongs to."""
