"""The window, screen by screen: real keys and mouse on a real register and scanner."""
