#!/bin/sh
# Makes a virtual environment with the programs that bench/tables.py measures beside ours:
#   bench/peers.sh DIR     then     python bench/tables.py --peers-python DIR/bin/python
# They are no dependency of the program and never share its environment.
set -eu
folder=${1:?"usage: bench/peers.sh DIR"}
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet "img2table==2.0.0" "camelot-py==2.0.0" "pdfplumber==0.11.10"
"$folder/bin/pip" list --format freeze | grep -iE '^(img2table|camelot|pdfplumber|opencv|pypdfium2|polars|numba)'
