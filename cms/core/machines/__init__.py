"""What machines read of the site: sitemap, robots, feeds, structured data, pictures for sharing."""
