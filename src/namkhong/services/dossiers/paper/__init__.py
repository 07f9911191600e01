"""Paper: the official forms as the circular draws them, made into PDF/A by typst; text goes in as data, never as source."""
