"""Plain, typed values of the office; imports nothing but the standard library."""
