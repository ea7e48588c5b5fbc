"""Thai text: repair, rejoining wrapped lines, digits, dates, tokens."""
