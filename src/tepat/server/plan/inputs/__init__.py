"""What plans are made from: maps, hazards, fleet, and what people change of them."""
