"""From a page to its tables: ruling lines, grid, cells, text in cells, stitching over pages."""
