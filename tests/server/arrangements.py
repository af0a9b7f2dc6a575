"""The two ways an office runs its register, each with the parts that can be killed.

Both go on with what a run before left in their folder, so that long counts can be broken off.
"""

import contextlib

from tests.server.bucket import Service
from tests.server.cluster import Cluster
from tests.server.office import Server, found


@contextlib.contextmanager
def embedded(folder):
    """Give a register on SQLite and a folder."""
    made = folder / "register"
    server = Server(made if (made / "server.json").exists() else found(folder)).start()
    try:
        yield {"server": server}
    finally:
        server.stop()


@contextlib.contextmanager
def apart(folder):
    """Give a register on PostgreSQL and S3, in processes of their own."""
    made = folder / "register"
    with Cluster.lasting(folder / "database") as cluster, Service.lasting(folder / "store") as s3:
        if not (made / "server.json").exists():
            found(folder, "--database", cluster.database("mortal"), *s3.arguments)
        server = Server(made).start()
        try:
            yield {"server": server, "database": cluster, "store": s3}
        finally:
            server.stop()
