"""How many examples hypothesis draws: few every day, ten times as many on request, and fuzzers for a time."""

import os

from hypothesis import HealthCheck, Phase, settings

FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
"""About how long all fuzzers run, one after the other; `./run fuzz` sets it."""

_FOR_ALL = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("everyday", max_examples=25, **_FOR_ALL)  # type: ignore[arg-type]
settings.register_profile("thorough", max_examples=250, **_FOR_ALL)  # type: ignore[arg-type]
settings.load_profile("everyday")


def one_in(part: int) -> settings:
    """For a test whose examples are dear: so small a part of the profile's examples, at least one."""
    return settings(max_examples=max(1, settings().max_examples // part))


def costly(part: int) -> settings:
    """Like `one_in`, for a test on databases whose counterexamples take longer to shrink than to read."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(one_in(part), phases=phases)


def fuzzing(examples_per_second: float) -> settings:
    """For a fuzzer that takes a quarter of the time of all; at least the profile's examples."""
    return settings(max_examples=max(settings().max_examples, int(examples_per_second * FUZZ_SECONDS / 4)))
