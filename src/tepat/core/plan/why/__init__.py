"""Why a desa stands where it stands in a plan, and the cheapest thing that helps."""
