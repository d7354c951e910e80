"""Boards for callers outside this repository: reads, each on its own snapshot."""

from app.database import Database
from app.read.board import LeaderboardRequest, read_board
from app.schemas import Leaderboard

__all__ = ["LeaderboardRequest", "LeaderboardService"]


class LeaderboardService:
    """Reads boards: ranks as stored, in display order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leaderboard(self, request: LeaderboardRequest) -> Leaderboard:
        """The requested page, of one generation; raises what `read_board` raises, or Unavailable."""
        with self._database.snapshot() as connection:
            return read_board(connection, request)
