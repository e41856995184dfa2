"""How fast the line upward and the bodies under a post are found."""
