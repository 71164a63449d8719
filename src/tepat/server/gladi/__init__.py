"""The installation under rehearsal: its mark on everything, and how it is furnished."""
