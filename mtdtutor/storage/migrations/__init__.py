"""How older databases become newer ones: one self-contained step per released schema."""
