"""The hub of a hall: carries what phones signed to the office, and signs nothing itself."""
