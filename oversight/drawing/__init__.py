"""Pages and charts: the one maker of HTML, the one maker of SVG."""
