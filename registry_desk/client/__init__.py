"""HTTP to the central register: one client, its errors, the resumable upload."""

from registry_desk.client.calls import log_in
from registry_desk.client.errors import LoginRefused, RegisterAway, RegisterConfused
from registry_desk.client.register import RegisterClient

__all__ = ["LoginRefused", "RegisterAway", "RegisterClient", "RegisterConfused", "log_in"]
