"""The installed release."""

from importlib.metadata import PackageNotFoundError, version


def package_version() -> str:
    """The installed release; `unknown` where the code runs without being installed."""
    try:
        return version("boxrank")
    except PackageNotFoundError:
        return "unknown"
