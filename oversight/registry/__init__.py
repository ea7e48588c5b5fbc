"""The register of local governments on disk, and the list of findings explained."""
