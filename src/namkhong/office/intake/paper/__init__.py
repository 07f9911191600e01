"""Paper of this room: phiếu giải quyết văn bản đến and sổ theo dõi giải quyết (Decree 30/2020 annex IV, VII and VIII)."""
