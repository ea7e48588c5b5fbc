"""From pixels to text: one protocol, engines behind it."""
