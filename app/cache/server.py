"""One Redis or a Redis Cluster, behind the same few calls."""

from typing import Any, Protocol, cast

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.cluster import RedisCluster
from redis.connection import Connection, ConnectionPool, SSLConnection, parse_url
from redis.exceptions import ClusterDownError, MovedError
from redis.retry import Retry

from app.cache.deadline import DeadlineConnection, DeadlineSSLConnection

CLUSTER_SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}


class Server(Protocol):
    """What tier 2 needs of a Redis; every method may raise redis or socket errors."""

    def execute(self, key: str, *command: object) -> Any: ...

    def publish(self, channel: str, payload: bytes) -> int: ...

    def subscriber(self) -> PubSub: ...

    def close(self) -> None: ...


def connect(url: str, timeout_seconds: float, is_cluster: bool = False) -> Server:
    """A server for `redis://`, `rediss://`, `redis+cluster://` or `rediss+cluster://`; nothing is sent yet.

    Raises ValueError for another scheme or a malformed option.
    """
    scheme, separator, rest = url.partition("://")
    plain_url = CLUSTER_SCHEMES.get(scheme, scheme) + separator + rest
    options = _connection_options(plain_url, timeout_seconds)
    if is_cluster or scheme in CLUSTER_SCHEMES:
        return ClusterServer(options)
    return SingleServer(options)


class SingleServer:
    """One Redis, by a pool that opens a connection for each thread that needs one at the same moment."""

    def __init__(self, options: dict[str, Any]) -> None:
        retry = Retry(NoBackoff(), retries=0)
        # Any: most of redis-py's methods carry no types
        self._client: Any = redis.Redis(connection_pool=ConnectionPool(retry=retry, **options))

    def execute(self, key: str, *command: object) -> Any:
        return self._client.execute_command(*command)

    def publish(self, channel: str, payload: bytes) -> int:
        return int(self._client.execute_command("PUBLISH", channel, payload))

    def subscriber(self) -> PubSub:
        return cast(PubSub, self._client.pubsub())

    def close(self) -> None:
        self._client.close()
        self._client.connection_pool.disconnect()


class ClusterServer:
    """A Redis Cluster, of which redis-py keeps the map; commands go straight to the node that holds the key.

    redis-py's own cluster calls sleep and retry for seconds; here a failed node costs one deadline, and the
    next call asks the other nodes for a new map.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._cluster: Any = None
        self._failed_node: str | None = None

    def execute(self, key: str, *command: object) -> Any:
        cluster = self._with_current_map()
        try:
            return self._on_node_of(cluster, key, command)
        except MovedError:
            cluster.nodes_manager.initialize()
            return self._on_node_of(cluster, key, command)

    def publish(self, channel: str, payload: bytes) -> int:
        return int(self._any_node().execute_command("PUBLISH", channel, payload))

    def subscriber(self) -> PubSub:
        return cast(PubSub, self._any_node().pubsub())

    def close(self) -> None:
        if self._cluster is not None:
            self._cluster.close()
            self._cluster.disconnect_connection_pools()

    def _with_current_map(self) -> Any:
        if self._cluster is None:
            options = {
                key: value for key, value in self._options.items() if key not in ("host", "port", "db")
            }
            self._cluster = RedisCluster(url=_address(self._options), require_full_coverage=False, **options)
        elif self._failed_node is not None:
            self._cluster.nodes_manager.initialize(last_failed_node_name=self._failed_node)
        self._failed_node = None
        return self._cluster

    def _on_node_of(self, cluster: Any, key: str, command: tuple[object, ...]) -> Any:
        node = cluster.get_node_from_key(key)
        if node is None:
            raise ClusterDownError("no node holds this key")
        try:
            return cluster.get_redis_connection(node).execute_command(*command)
        except (redis.ConnectionError, redis.TimeoutError, ClusterDownError):
            self._failed_node = node.name
            raise

    def _any_node(self) -> Any:
        cluster = self._with_current_map()
        return cluster.get_redis_connection(cluster.get_random_node())


def _connection_options(url: str, timeout_seconds: float) -> dict[str, Any]:
    options: dict[str, Any] = cast(Any, parse_url)(url)
    if "path" in options:
        raise ValueError("a cache URL starts with redis://, rediss://, redis+cluster:// or rediss+cluster://")
    is_encrypted = options.pop("connection_class", Connection) is SSLConnection
    return options | {
        "connection_class": DeadlineSSLConnection if is_encrypted else DeadlineConnection,
        "socket_timeout": timeout_seconds,
        "socket_connect_timeout": timeout_seconds,
        # RESP 2 without library names needs no round trip after connecting
        "protocol": 2,
        "driver_info": None,
    }


def _address(options: dict[str, Any]) -> str:
    host = options.get("host", "localhost")
    written = f"[{host}]" if ":" in host else host
    return f"redis://{written}:{options.get('port', 6379)}"
