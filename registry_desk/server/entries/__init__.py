"""The register itself: numbers, entries, their milestones, annulment, proof, search."""
