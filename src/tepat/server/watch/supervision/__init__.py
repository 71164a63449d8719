"""The room of Bawaslu: coverage, checks, cases, Form A, topics, vulnerable TPS."""
