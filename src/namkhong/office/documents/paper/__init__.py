"""The printed books: one layout for both ways, the content given as JSON."""
