"""Doubt about structure: evidence that rows, columns, tables or pages were not read as the paper has them."""
