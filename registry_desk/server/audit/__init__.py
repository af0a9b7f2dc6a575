"""Who did what: insert-only rows, closed into hash-chained blocks whose heads lie elsewhere."""
