"""What a finished election teaches the next plan: priors with where they come from."""
