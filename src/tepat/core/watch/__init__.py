"""Watch: what the plan and the log say together, and what to do next."""
