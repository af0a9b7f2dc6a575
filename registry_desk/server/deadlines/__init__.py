"""Terms: each date with its article, counted over a calendar that can be edited."""
