"""Views of a log in the forms of others, from its published folder or from the installation."""
