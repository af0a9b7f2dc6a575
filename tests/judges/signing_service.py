"""A signing service over real HTTP: Certomancer's CSC dummy, with what it lacks put before it.

The dummy signs with real keys and pins real hashes, but knows neither access token nor PIN; those,
and the faults of a service, are a simulation of ours in front of it.
"""

import asyncio
import json
import threading
import warnings

from aiohttp import web
from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

BEARER, PIN, CODE = "bearer-of-tests", "135790", "246802"


class SigningService:
    """The dummy on a port of its own, and what its front door does."""

    def __init__(self, config):
        self.most_at_once = 10
        self.asked = []
        """Endpoints in order."""
        self.rounds = []
        """How many hashes each authorisation was for."""
        self.mode, self.pin, self.one_time = "explicit", "true", "false"
        self.one_time_type = "online"
        self.fault_at, self.fault, self.after = "", "", 0
        """At which endpoint what goes wrong, after how many right answers of it."""
        self._loop = asyncio.new_event_loop()
        params = DummyServiceParams(hash_pinning_required=True, multisign=10)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the dummy names its parts as aiohttp 3.8 did
            made = CSCWithCertomancer(config, service_params=params)
            made.app.middlewares.append(self._door())
            made.register_routes()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(made.app,), daemon=True)
        self._thread.start()
        assert self._started.wait(10)

    def _serve(self, app):
        asyncio.set_event_loop(self._loop)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        self._loop.run_until_complete(self._runner.setup())
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    def close(self):
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _door(service):  # noqa: N805 - the function inside is aiohttp's
        @web.middleware
        async def door(request, handler):
            name = request.path.rsplit("/", 1)[-1]
            earlier = service.asked.count(name)
            service.asked.append(name)
            if request.headers.get("Authorization") != f"Bearer {BEARER}":
                raise web.HTTPUnauthorized
            if name == service.fault_at and earlier >= service.after:
                return await service.go_wrong()
            if name == "sendOTP":
                return web.Response(status=204)
            if name == "authorize":
                told = await request.json()
                service.rounds.append(len(told["hash"]))
                if service.mode == "explicit" and not service.knows(told):
                    return web.json_response({"error": "invalid_pin"}, status=400)
            response = await handler(request)
            return service.described(response) if name == "info" else response

        return door

    def knows(self, told):
        """Tell whether the person said what is wanted here."""
        wanted = {"PIN": (self.pin, PIN), "OTP": (self.one_time, CODE)}
        return all(told.get(n) == (v if p == "true" else None) for n, (p, v) in wanted.items())

    def described(self, response):
        """Give what the dummy tells of a credential, with how leave is given here."""
        told = json.loads(response.body)
        told |= {"authMode": self.mode, "PIN": {"presence": self.pin}}
        told |= {"OTP": {"presence": self.one_time, "type": self.one_time_type, "label": "SMS"}}
        told |= {"multisign": self.most_at_once}
        return web.json_response(told)

    async def go_wrong(self):
        """Answer as a service in trouble."""
        if self.fault == "silent":
            await asyncio.sleep(30)
        if self.fault == "elsewhere":
            raise web.HTTPTemporaryRedirect("/elsewhere")
        if self.fault == "away":
            raise web.HTTPServiceUnavailable
        if self.fault == "babble":
            return web.json_response({"signatures": ["AAAA"], "SAD": None})
        if self.fault == "list":
            return web.json_response([])
        return web.json_response({"error": "access_denied"}, status=400)
