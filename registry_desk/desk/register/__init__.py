"""The register: everything that was ever numbered, found as one types."""
