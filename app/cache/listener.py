"""A daemon thread that receives what other processes publish."""

import threading
from collections.abc import Callable

import structlog
from redis.client import PubSub

from app.cache.server import Server

POLL_SECONDS = 0.25
RECONNECT_SECONDS = 0.5

_log = structlog.get_logger("boxrank.cache")


class Listener(threading.Thread):
    """Hands each payload of a channel to `on_message`, and subscribes again whenever the connection ends."""

    def __init__(self, server: Server, channel: str, on_message: Callable[[bytes], None]) -> None:
        super().__init__(name="cache-listener", daemon=True)
        self._server = server
        self._channel = channel
        self._on_message = on_message
        self._closing = threading.Event()
        self._subscribed = threading.Event()
        self._is_loss_logged = False

    def run(self) -> None:
        while not self._closing.is_set():
            try:
                self._hear()
            except Exception as error:  # noqa: BLE001 - the edge of this thread, which must outlive any error
                self._note_loss(error)
                self._closing.wait(RECONNECT_SECONDS)

    def wait_until_subscribed(self, timeout_seconds: float) -> bool:
        """Whether Redis confirmed the subscription in time."""
        return self._subscribed.wait(timeout_seconds)

    def close(self) -> None:
        """Stop; returns when the thread has ended."""
        self._closing.set()
        self.join()

    def _hear(self) -> None:
        subscription = self._server.subscriber()
        try:
            subscription.subscribe(self._channel)
            while not self._closing.is_set():
                self._take_one(subscription)
        finally:
            subscription.close()

    def _take_one(self, subscription: PubSub) -> None:
        message = subscription.get_message(timeout=POLL_SECONDS)
        if message is None:
            return
        if message["type"] == "subscribe":
            self._is_loss_logged = False
            self._subscribed.set()
        elif message["type"] == "message":
            self._on_message(message["data"])

    def _note_loss(self, error: Exception) -> None:
        self._subscribed.clear()
        if not self._is_loss_logged:
            self._is_loss_logged = True
            _log.warning(
                "cache_listener_lost", channel=self._channel, error=f"{type(error).__name__}: {error}"
            )
