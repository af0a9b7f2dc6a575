"""A small town hall with simulated devices: starts nowhere but in demonstration and tests.

Everything simulated says so wherever a person sees it.
"""
