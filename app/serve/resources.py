"""Every resource of the API that is read, cached and sent as JSON."""

from collections.abc import Mapping

from app.serve.box_resources import BOX_RESOURCES
from app.serve.day_resources import DAY_RESOURCES, RANK_EXPORT

__all__ = ["RANK_EXPORT", "RESOURCES", "ttl_by_kind"]

RESOURCES = (*BOX_RESOURCES, *DAY_RESOURCES)


def ttl_by_kind(ttl_seconds: Mapping[str, int]) -> dict[str, int]:
    """The TTL in seconds of every kind, by those of the three that have a setting."""
    return {resource.kind: ttl_seconds[resource.ttl_kind] for resource in RESOURCES}
