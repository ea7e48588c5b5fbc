"""One report for people: charts as SVG, and the page of a province or an agency."""
