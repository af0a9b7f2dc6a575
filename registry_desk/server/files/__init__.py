"""Files of entries: immutable versions addressed by SHA-256, resumable uploads, the seal."""
