"""Officials: the books, one document, the search."""
