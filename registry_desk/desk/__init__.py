"""The window: shows the tray and the register, asks, starts steps; the only room that knows Qt.

One package per screen; ``background`` runs work off the main thread, ``problems`` says what went
wrong. Qt objects live here and nowhere else.
"""
