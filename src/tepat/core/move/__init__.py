"""What is: stock, packing, seals and custody, told by facts."""
