"""How the planner compares with others, and its figures beside their budgets."""
