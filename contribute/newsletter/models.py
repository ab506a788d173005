"""The newsletter's lists, readers and issues."""
