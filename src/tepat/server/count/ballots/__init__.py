"""Ballot papers from the plan to the sheet of the TPS, and the whole regency on one page."""
