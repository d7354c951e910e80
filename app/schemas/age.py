"""How old an answer is."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.schemas.shape import shape


@shape
class AnswerAge:
    """What every `meta` ends with: told when an answer is sent, for answers are kept."""

    generated_at: Annotated[datetime, Field(description="When this answer was computed")]
    age_seconds: Annotated[int, Field(ge=0, description="Whole seconds since then")]
    is_stale: Annotated[
        bool, Field(description="Older than it should be: being computed anew, or the database is away")
    ]
