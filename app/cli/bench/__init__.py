"""The parts of `boxrank bench`: servers, scenarios, floors, and the report."""
