"""Reads the address of a client from the headers of trusted proxies."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

_SCHEMES = (b"http", b"https")


class TrustedProxies:
    """ASGI: requests of these proxies have the client and scheme of X-Forwarded-For and X-Forwarded-Proto.

    The client is the last address of the list that is no trusted proxy; those before it are ignored.
    """

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        self._app, self._networks = app, [ip_network(name) for name in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client is not None and self._trusts(client[0]):
            scope = self._forwarded(scope)
        await self._app(scope, receive, send)

    def _forwarded(self, scope: Scope) -> Scope:
        headers = scope["headers"]
        listed = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
        hosts = [host_without_port(item) for item in reversed(listed.split(",")) if item.strip()]
        if not hosts:
            return scope
        client = next((host for host in hosts if not self._trusts(host)), hosts[-1])
        scheme = next((value for name, value in headers if name == b"x-forwarded-proto"), b"").strip()
        known = {"scheme": scheme.decode()} if scheme in _SCHEMES else {}
        return {**scope, "client": (client, 0), **known}

    def _trusts(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in network for network in self._networks)


def host_without_port(item: str) -> str:
    """The host of one item of X-Forwarded-For: `192.0.2.1:80`, `[2001:db8::1]:80` and plain addresses."""
    text = item.strip().strip('"')
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, _, port = text.partition(":")
    return host if port.isdigit() else text


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
