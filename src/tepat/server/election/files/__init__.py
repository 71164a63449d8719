"""Election files as an office meets them: which there are, and what is wrong with one."""
