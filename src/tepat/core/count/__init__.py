"""What was voted and counted: rules on the numbers of a TPS. Nothing here corrects a number."""
