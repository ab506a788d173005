"""What the public sends in, besides entries of the directory: one module for each kind."""
