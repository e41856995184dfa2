"""How fast the site's pages are on a large archive, and its station with a long queue."""
