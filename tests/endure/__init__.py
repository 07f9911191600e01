"""What takes minutes at the size of a province: run by ``make endure``; a short form of each is part of the suite."""
