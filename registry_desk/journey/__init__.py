"""The way of one letter, durable and idempotent; no window, no settings, no server inside.

In order: ``capture`` (paper or files become a batch), ``pages`` (each page repaired and read),
``proposal`` (the batch falls into documents), ``registration`` (number, stamp, delivery, seal,
task), ``answer`` (the official's reply on its way back), all on the ``tray`` (SQLite and a spool
folder) that survives kill -9, a full disk and a lost network. ``way`` walks a document through.
"""
