"""What the phone costs and how fast it is, in a real Chromium."""
