"""What the police plan for an election: who guards which TPS, who goes with which load."""
