"""The central register: numbers, entries, tasks, files, seal, audit, tracking page, delays.

One room per subject (``people``, ``entries``, ``files``, ``tasks``, ``deadlines``, ``audit``,
``citizen``, ``board``), each with the same furniture: ``models`` what is kept, one module per
group of acts, ``api`` the addresses. ``site`` puts them together, ``running`` serves them.
Every change goes through :func:`registry_desk.server.writing.write`.
"""

import os

# None is used here, and looking for them reads the description of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
