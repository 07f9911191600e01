"""Paper: the layouts of Decree 30/2020 made into PDF/A by typst; words go in as data, never as source."""
