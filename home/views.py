"""The screens that are always there, from every page: get help now, and reading settings."""
