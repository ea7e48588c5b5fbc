"""Tables whose rules part rows and columns: rules found, joined, made into a grid of cells."""
