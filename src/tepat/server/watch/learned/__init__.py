"""What a finished election in the database teaches the next plan."""
