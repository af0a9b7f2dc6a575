"""Benchmarks, printed as ratios beside a named peer or limit; run with ``registry-desk bench``."""
