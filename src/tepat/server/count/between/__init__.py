"""Papers that go from one TPS to another on voting day: the page where they are typed."""
