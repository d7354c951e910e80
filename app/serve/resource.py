"""What one resource of the API declares, and how it is registered with the reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import orjson

from app.cache.keys import Argument
from app.database import Connection
from app.read.parameters import Parameter, RequestField, request_fields
from app.serve.answers import Computed, Reads
from app.serve.warming import WarmTargets
from app.services.cache_service import JSON


@dataclass(frozen=True)
class ResourceLink:
    """A related operation, and by parameter of it where in the answer or its request the value stands."""

    operation: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ApiOperation:
    """One address of the API: `name` is that of the operation, `path` stands under `/api/v1`.

    Its parameters are those of the fields of `request_type`; names in braces in `path` are parts of the path.
    """

    name: str
    path: str
    tag: str
    summary: str
    description: str
    request_type: type

    @property
    def path_fields(self) -> tuple[RequestField, ...]:
        """The fields of a request that are in the path."""
        return tuple(each for each in request_fields(self.request_type) if self._is_in_path(each))

    @property
    def query_parameters(self) -> tuple[tuple[Parameter, Any], ...]:
        """The parameters of the query with their defaults: None without one, MISSING if it must be given."""
        return tuple(
            (part, each.default if part is each.parameter else None)
            for each in request_fields(self.request_type)
            for part in each.parameter.parts
            if not self._is_in_path(each)
        )

    def _is_in_path(self, each: RequestField) -> bool:
        return f"{{{each.parameter.name}}}" in self.path


@dataclass(frozen=True, kw_only=True)
class Resource(ApiOperation):
    """A resource read from the database and cached as JSON of `schema`; a list is a file too.

    `kind` is part of its keys in the cache; `ttl_kind` is the one of the three kinds with a
    TTL setting whose TTL it has; `warm` returns the requests worth answering in advance.
    """

    read: Callable[[Connection, Any], Any]
    schema: type
    kind: str
    ttl_kind: str
    is_list: bool = True
    links: Mapping[str, ResourceLink] = field(default_factory=dict)
    warm: Callable[[WarmTargets], Iterable[Any]] = lambda _: ()


def register_resources(reads: Reads, ttl_seconds: Mapping[str, int], resources: Iterable[Resource]) -> None:
    """Register resources as JSON; `ttl_seconds` is by the three kinds with a setting."""
    for each in resources:
        reads.register(
            each.request_type,
            kind=each.kind,
            ttl_seconds=ttl_seconds[each.ttl_kind],
            arguments=arguments_of,
            compute=_json(each.read),
            warm=each.warm,
        )


def arguments_of(request: Any) -> dict[str, Argument]:
    """Every field of a request dataclass by name, defaults written out."""
    return {field.name: getattr(request, field.name) for field in fields(request)}


def _json(read: Callable[[Connection, Any], Any]) -> Callable[[Connection, Any], Computed]:
    def compute(connection: Connection, request: Any) -> Computed:
        return Computed(orjson.dumps(read(connection, request)), JSON, is_dated=True)

    return compute
