"""Invented games and sets for the simulated market: no name here belongs to a real product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InventedGame:
    """A game that exists nowhere else; `prefix` begins the codes of its sets."""

    name: str
    prefix: str
    set_names: tuple[str, ...]


GAMES = (
    InventedGame(
        "Skyfarer",
        "SF",
        (
            "First Ascent",
            "Isles Above the Rain",
            "The Brass Albatross",
            "Cartographers of Cloud",
            "Hymn of the Trade Winds",
            "Nine Lanterns Aloft",
            "The Drifting Orchard",
            "Thunder in the Rigging",
            "Keepers of the High Harbor",
            "A Map Without Ground",
            "The Kite Queen's Wager",
            "Starlight Ballast",
            "Feather and Gear",
            "The Long Glide Home",
            "Storm Cellar Syndicate",
            "Echoes Over Emberfall",
            "The Weightless Court",
            "Zephyr's Last Letter",
            "Gilded Horizon",
            "The Moth and the Mast",
        ),
    ),
    InventedGame(
        "Lanternmoor",
        "LM",
        (
            "Candles at the Crossing",
            "The Heron's Bargain",
            "Fogbound Choir",
            "Thistle and Bone",
            "The Clockmaker's Daughters",
            "Whispers Under Peat",
            "A Lantern for the Drowned",
            "The Hollow Parade",
            "Moonmilk Tavern",
            "Foxfire Inheritance",
            "The Seventh Wick",
            "Bramble Sovereigns",
            "Night Ferry",
            "Owls of the Old Assize",
            "The Salt Witch Returns",
            "Harvest of Glass",
            "Marsh King's Masquerade",
            "The Sleeping Bell",
            "Ashes in the Teacup",
            "Roads That Walk",
        ),
    ),
    InventedGame(
        "Tidewright",
        "TW",
        (
            "Blueprints of the Deep",
            "Coral Foundry",
            "The Barnacle Ledger",
            "Engines of Low Water",
            "Pearl Divers' Revolt",
            "The Undertow Guild",
            "Anchors Aweigh at Dawn",
            "Songs from the Bathyscaphe",
            "Kelp Cathedral",
            "The Copper Leviathan",
            "Seven Harbors, One Key",
            "Driftglass",
            "The Lighthouse Conspiracy",
            "Reef of Small Gods",
            "Moon Over the Drydock",
            "The Patient Maelstrom",
            "Shipwrights of Yesterday",
            "Brine and Silk",
            "The Sounding Line",
            "Where Rivers Are Built",
        ),
    ),
)

_SUBJECTS = (
    "Ballad",
    "Vault",
    "Garden",
    "Oath",
    "Mirror",
    "Caravan",
    "Crown",
    "Archive",
    "Festival",
    "Riddle",
    "Forge",
    "Pilgrims",
    "Shadow",
    "Dawn",
    "Covenant",
    "Tides",
)
_OWNERS = (
    "Quiet Giants",
    "the Amber Fox",
    "Falling Snow",
    "the Paper King",
    "Distant Fires",
    "the Tin Saints",
    "Wandering Stars",
    "the Glass Sea",
    "Forgotten Doors",
    "the Velvet Moon",
    "Seven Winters",
    "the Iron Bloom",
    "Silver Rain",
    "the Last Heron",
    "Sleeping Stones",
    "the Open Road",
)


def set_name(game: InventedGame, number: int) -> str:
    """Name of a game's set, numbered from 1; no two numbers of one game share a name."""
    if number <= len(game.set_names):
        return game.set_names[number - 1]
    edition, combination = divmod(number - len(game.set_names) - 1, len(_SUBJECTS) * len(_OWNERS))
    subject, owner = divmod(combination * 37 % (len(_SUBJECTS) * len(_OWNERS)), len(_OWNERS))
    name = f"{_SUBJECTS[subject]} of {_OWNERS[owner]}"
    return f"{name} {edition + 1}" if edition else name
