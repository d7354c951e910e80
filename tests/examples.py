"""How many examples hypothesis draws: few every day, ten times as many on request."""

from hypothesis import HealthCheck, settings

_FOR_ALL = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("everyday", max_examples=25, **_FOR_ALL)  # type: ignore[arg-type]
settings.register_profile("thorough", max_examples=250, **_FOR_ALL)  # type: ignore[arg-type]
settings.load_profile("everyday")


def one_in(part: int) -> settings:
    """For a test whose examples are dear: so small a part of the profile's examples, at least one."""
    return settings(max_examples=max(1, settings().max_examples // part))
