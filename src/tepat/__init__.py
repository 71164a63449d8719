"""tepat: election logistics for Indonesia, from the warehouse to every TPS and back."""

__version__ = "0.1.0"
