"""From a file to pages: intake, opening, trust of the text layer, rendering, deskew, QR codes."""
