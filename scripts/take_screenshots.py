"""Screenshots of the pages of a new demonstration for the README, and the picture for link previews."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from served_demo import ROOT, browsed_demo


@dataclass(frozen=True)
class Picture:
    """A page at a width and height, in light or dark mode."""

    file: str
    path: str
    width: int = 1440
    height: int = 960
    theme: str = "light"


PICTURES = (
    Picture("board-light.png", "/"),
    Picture("board-dark.png", "/", theme="dark"),
    Picture("box-light.png", "/boxes/sf-08"),
    Picture("board-phone.png", "/", width=390, height=960),
)


def main() -> None:
    """Take the screenshots, and draw the preview."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with browsed_demo("--hide-scrollbars", "--enable-features=OverlayScrollbar") as (browser, address):
        for picture in PICTURES:
            _save(_shot(browser, address, picture), folder / picture.file)
        _save(_preview(browser), ROOT / "app" / "web" / "static" / "preview.png")


def _shot(browser: Browser, address: str, picture: Picture) -> bytes:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        is_mobile=picture.width < 640,
    )
    page.goto(f"{address}{picture.path}", wait_until="networkidle")
    return page.screenshot()


def _preview(browser: Browser) -> bytes:
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.goto((ROOT / "docs" / "images" / "preview.svg").as_uri())
    return page.screenshot()


def _save(png: bytes, path: Path) -> None:
    path.write_bytes(png)
    print(f"{path.relative_to(ROOT)}: {len(png) // 1024} KB")  # noqa: T201 - a script prints


if __name__ == "__main__":
    main()
