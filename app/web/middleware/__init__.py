"""Pure ASGI middleware: what every answer has in common."""
