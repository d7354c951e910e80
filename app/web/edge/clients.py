"""Who is asking: the bearer of a known key, else an address."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

KEY_HEADER = b"x-api-key"

_HOUSEHOLD_BITS = 64  # of an IPv6 address: what one customer of a provider holds at the least


class Clients:
    """Names clients. A key that is not known is no name: else anyone could take a new one per request."""

    def __init__(self, known_keys: Sequence[str]) -> None:
        # names go to Redis, keys do not
        self._names = {key.encode(): f"key:{sha256(key.encode()).hexdigest()[:16]}" for key in known_keys}

    def name(self, scope: Scope) -> str | None:
        """The client of a request; None where the server knows no address, as behind a Unix socket."""
        if self._names:
            for header, value in scope["headers"]:
                if header == KEY_HEADER and value in self._names:
                    return self._names[value]
        client = scope.get("client")
        return None if client is None else address_name(client[0])


@lru_cache(maxsize=8192)
def address_name(host: str) -> str:
    """One name per IPv4 address and per /64 of IPv6; what is no address is its own name."""
    try:
        address = ip_address(host)
    except ValueError:
        return f"host:{host[:64]}"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return f"address:{address.ipv4_mapped}"
        prefix = int(address) >> _HOUSEHOLD_BITS << _HOUSEHOLD_BITS
        return f"address:{IPv6Address(prefix)}/{_HOUSEHOLD_BITS}"
    return f"address:{address}"
