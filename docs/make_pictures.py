"""Draws docs/pictures/*.png from the program running on the demonstration.

``python docs/make_pictures.py [NAME …]`` needs Pillow and the Noto CJK fonts (Debian: fonts-noto-cjk).
What each picture shows stands in ``scenes.py``; NAMEs take some of them only.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.style import Style
from scenes import FRONT, MANUAL, Pasted, Picture, Typed
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot

from mediation.bootstrap import open_office
from mediation.cli.demo import last_day, make_demonstration
from mediation.figures.period import Period
from mediation.office.office import Office
from mediation.screen_choices import THEME, ScreenChoices
from mediation.subsidy.grades import Grade
from tui.app import Doors, MediationApp
from tui.theme import DAY

FOLDER = Path(__file__).resolve().with_name("pictures")
HOME, WHO = "/home/wulan", "乌兰"
TARIFF = Path(__file__).resolve().with_name("subsidy-tariff-example.csv")
FONTS = "/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc"
FACE = "Noto Sans Mono CJK SC"
POINTS = 20
CELL = (POINTS // 2, 28)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Glyphs:
    """A run of text in one style at a place on the grid."""

    column: int
    line: int
    text: str
    ink: Colour
    paper: Colour
    bold: bool
    underlined: bool

    @property
    def width(self) -> int:
        """Columns taken."""
        return cell_len(self.text)


def glyph_runs(app: App[Any]) -> Iterator[Glyphs]:
    """Everything the screen shows, line by line."""
    for line, strip in enumerate(app.screen._compositor.render_strips(app.size)):
        column = 0
        for text, style, control in strip:
            if control or not text:
                continue
            ink, paper = _colours(style or Style.null())
            bold, underlined = bool(style and style.bold), bool(style and style.underline)
            run = Glyphs(column, line, text, ink, paper, bold, underlined)
            column += run.width
            yield run


def _colours(style: Style) -> tuple[Colour, Colour]:
    ink = tuple(style.color.get_truecolor()) if style.color else (224, 224, 224)
    paper = tuple(style.bgcolor.get_truecolor()) if style.bgcolor else (18, 18, 18)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = tuple((3 * front + 2 * back) // 5 for front, back in zip(ink, paper, strict=True))
    return ink, paper  # type: ignore[return-value]


class Easel:
    """Draws runs on a grid where every glyph fills exactly its cells."""

    def __init__(self) -> None:
        self._faces = {False: _face("Regular", POINTS), True: _face("Bold", POINTS)}
        self._drawn = _face("Regular", POINTS * 4)

    def draw(self, app: App[Any], path: Path) -> None:
        """Save what the app shows now."""
        columns, lines = app.size
        image = Image.new("RGB", (columns * CELL[0], lines * CELL[1]))
        pen = ImageDraw.Draw(image)
        runs = list(glyph_runs(app))
        for run in runs:
            left, top = run.column * CELL[0], run.line * CELL[1]
            right = left + run.width * CELL[0]
            pen.rectangle((left, top, right - 1, top + CELL[1] - 1), fill=run.paper)
        for run in runs:
            self._write(image, pen, run)
        image.quantize(32).save(path, optimize=True)

    def _write(self, image: Image.Image, pen: ImageDraw.ImageDraw, run: Glyphs) -> None:
        column, top = run.column, run.line * CELL[1]
        for letter in run.text:
            width = cell_len(letter) * CELL[0]
            if width and not letter.isspace():
                self._letter(image, letter, (column * CELL[0], top), width, run)
            column += cell_len(letter)
        if run.underlined:
            below = top + CELL[1] - 3
            pen.line((run.column * CELL[0], below, column * CELL[0] - 1, below), fill=run.ink)

    def _letter(
        self, image: Image.Image, letter: str, place: tuple[int, int], width: int, run: Glyphs
    ) -> None:
        if "\u2500" <= letter <= "\u259f":
            stencil = self._filling(letter).resize((width, CELL[1]))
        else:
            face = self._faces[run.bold]
            natural = max(width, round(face.getlength(letter)))
            stencil = Image.new("L", (natural, CELL[1]))
            ImageDraw.Draw(stencil).text((0, -1), letter, font=face, fill=255)
            if natural > width:
                stencil = stencil.resize((width, CELL[1]))
        image.paste(run.ink, place, stencil)

    def _filling(self, letter: str) -> Image.Image:
        """A line or block of box drawing, which fills its em square and so must fill its cell."""
        em = POINTS * 4
        stencil = Image.new("L", (round(self._drawn.getlength(letter)), em))
        baseline = (0, round(em * 0.88))
        ImageDraw.Draw(stencil).text(baseline, letter, font=self._drawn, fill=255, anchor="ls")
        return stencil


def _face(weight: str, points: int) -> ImageFont.FreeTypeFont:
    file = FONTS.format(weight=weight)
    for index in range(16):
        face = ImageFont.truetype(file, points, index=index)
        if face.getname()[0] == FACE:
            return face
    raise LookupError(f"{FACE} is not in {file}")


async def take(picture: Picture, database: Path, easel: Easel) -> Path:
    """Run the program, do the steps, save the picture."""
    app = window_on(database, picture)
    path = FOLDER / f"{picture.name}.png"
    async with app.run_test(size=picture.size) as pilot:
        await settle(app, pilot)
        for step in picture.steps:
            if isinstance(step, Pasted):
                (app.screen.focused or app.screen).post_message(Paste(step.text))
            else:
                await pilot.press(*(step.text if isinstance(step, Typed) else [step]))
            await settle(app, pilot)
        easel.draw(app, path)
    return path


def window_on(database: Path, picture: Picture) -> MediationApp:
    """The program as it starts on its last day, in the colours of the picture."""

    def office(path: Path) -> Office:
        return open_office(path, who=WHO, today=last_day)

    choices = ScreenChoices()
    if picture.day:
        choices.put(THEME, DAY.name)
    return MediationApp(
        lambda: office(database),
        today=last_day,
        doors=Doors(create=office, demonstrate=lambda: office(database), path=database),
        choices=choices,
    )


async def settle(app: MediationApp, pilot: Pilot[Any]) -> None:
    """Wait until what was asked for stands on the screen."""
    await app.workers.wait_for_complete()
    await pilot.pause(0.4)


def main(names: list[str]) -> None:
    """Take every picture, or those named."""
    (FOLDER / "manual").mkdir(parents=True, exist_ok=True)
    easel = Easel()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOME": HOME, "MEDIATION_STATE": folder}
        made = make_demonstration(Path(folder), passing=False)
        _add_tariff(made)
        for picture in (*FRONT, *MANUAL):
            if names and picture.name.rpartition("/")[2] not in names:
                continue
            with tempfile.TemporaryDirectory() as beside:
                database = Path(HOME if picture.empty else beside) / made.name
                if not picture.empty:
                    shutil.copy(made, database)
                sys.stdout.write(f"{asyncio.run(take(picture, database, easel))}\n")


def _add_tariff(database: Path) -> None:
    """A tariff, and a grade for two cases out of three, so that a pay list has something to say."""
    office = open_office(database, who=WHO, today=last_day)
    try:
        office.subsidies.enter_tariff(TARIFF)
        lines = office.subsidies.preview(Period.parse("2026-10")).lines
        for at, line in enumerate(lines):
            if at % 3:
                office.subsidies.grade(line.number, Grade.ORDINARY)
    finally:
        office.close()


if __name__ == "__main__":
    main(sys.argv[1:])
