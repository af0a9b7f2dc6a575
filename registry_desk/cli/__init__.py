"""The verbs of ``registry-desk``; each lives in its own module and loads only when called."""
