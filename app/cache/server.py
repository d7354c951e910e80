"""One Redis or a Redis Cluster, behind the same few calls."""

import random
from typing import Any, Protocol, cast

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.cluster import ClusterNode, NodesManager
from redis.connection import Connection, ConnectionPool, SSLConnection, parse_url
from redis.crc import key_slot
from redis.exceptions import ClusterDownError, MovedError
from redis.retry import Retry

from app.cache.breaker import CircuitBreaker
from app.cache.deadline import DeadlineConnection, DeadlineSSLConnection

DEFAULT_PORT, LAST_PORT = 6379, 65535
CLUSTER_SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}


class Server(Protocol):
    """The calls of tier 2; every method may raise redis or socket errors."""

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


def check_url(url: str) -> None:
    """Raise ValueError for a URL that `connect` or its first connection would reject; nothing is sent."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("redis", "rediss", *CLUSTER_SCHEMES):
        raise ValueError(
            "write it as redis://host:6379/0 (or rediss://, redis+cluster://, rediss+cluster://)"
        )
    options = _connection_options(f"{CLUSTER_SCHEMES.get(scheme, scheme)}://{rest}", 1.0)
    if not options.get("host"):
        raise ValueError("it names no host; write it as redis://host:6379/0")
    if not 0 < options.get("port", DEFAULT_PORT) <= LAST_PORT:
        raise ValueError("its port is not between 1 and 65535")
    kind = options.pop("connection_class")
    try:
        kind(**options)
    except (TypeError, redis.RedisError) as error:
        raise ValueError(f"one of its options is unknown or unusable ({error})") from error


class SingleServer:
    """One Redis, by a pool with a connection for each concurrent thread."""

    def __init__(self, options: dict[str, Any]) -> None:
        retry = Retry(NoBackoff(), retries=0)
        # Any: most methods of redis-py are untyped
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
    """A Redis Cluster, whose map redis-py maintains; commands go directly to the node of the key.

    redis-py's own cluster calls sleep and retry for seconds. Here a failed node costs one deadline, the next
    call asks the other nodes for a new map, and a node that keeps failing is skipped by its own breaker.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = {name: value for name, value in options.items() if name not in ("host", "port", "db")}
        self._entrance = cast(Any, ClusterNode)(options.get("host", "localhost"), options.get("port", 6379))
        self._map: Any = None
        self._failed_node: str | None = None
        self._breakers: dict[str, CircuitBreaker] = {}

    def execute(self, key: str, *command: object) -> Any:
        slot = key_slot(key.encode())
        nodes = self._current_map()
        try:
            return self._on_node(nodes.get_node_from_slot(slot), command)
        except MovedError:
            nodes.initialize()
            return self._on_node(nodes.get_node_from_slot(slot), command)

    def publish(self, channel: str, payload: bytes) -> int:
        return int(self._any_node().execute_command("PUBLISH", channel, payload))

    def subscriber(self) -> PubSub:
        return cast(PubSub, self._any_node().pubsub())

    def close(self) -> None:
        for node in self._map.nodes_cache.values() if self._map else ():
            node.redis_connection.connection_pool.disconnect()

    def _current_map(self) -> Any:
        if self._map is None:
            self._map = NodesManager([self._entrance], from_url=True, **self._options)
        elif self._failed_node is not None:
            self._map.initialize(last_failed_node_name=self._failed_node)
        self._failed_node = None
        return self._map

    def _on_node(self, node: Any, command: tuple[object, ...]) -> Any:
        breaker = self._breakers.setdefault(node.name, CircuitBreaker())
        if not breaker.allows():
            raise redis.ConnectionError(f"{node.name} failed and is skipped for a moment")
        try:
            reply = node.redis_connection.execute_command(*command)
        except (redis.ConnectionError, redis.TimeoutError, ClusterDownError):
            breaker.record_failure()
            self._failed_node = node.name
            raise
        breaker.record_success()
        return reply

    def _any_node(self) -> Any:
        return random.choice(list(self._current_map().nodes_cache.values())).redis_connection


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
