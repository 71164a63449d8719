"""The police's room: who guards which TPS, who goes with which load, and the night."""
