"""``make bench``: how fast the site is, measured beside a bare Django view; and ``make bench-compare``: what got worse."""
