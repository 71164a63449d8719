"""The wizard of a Pilkades: from a name and a day to labels, papers and letters."""
