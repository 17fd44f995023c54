"""Typst sets pages and draws charts, with a Chinese font found on the machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from mediation.errors import MediationError
from mediation.i18n import _

LAYOUT: Final = Path(__file__).parent / "layout"
FONT_FOLDER: Final = "MEDIATION_FONTS"
"""Environment variable that names a folder with further fonts."""

_LATIN: Final = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
_SERIF: Final = (
    "SimSun",
    "NSimSun",
    "STSong",
    "Songti SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "FandolSong",
    "AR PL UMing CN",
)
_SANS: Final = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "body": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "FandolFang R",
        "FandolFang",
        *_SERIF,
        *_SANS,
    ),
    "title": (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "STZhongsong",
        *_SERIF,
        *_SANS,
    ),
    "hei": ("SimHei", "黑体", "STHeiti", "FandolHei", "Heiti SC", *_SANS, *_SERIF),
    "kai": (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "楷体",
        "STKaiti",
        "FandolKai",
        "AR PL UKai CN",
        *_SERIF,
        *_SANS,
    ),
    "song": (*_SERIF, *_SANS),
}
_DRAWN_BOLD: Final = frozenset(_WANTED["title"][:4])


class NoTypesetting(MediationError):
    """Pages cannot be set on this machine; the message says what to install."""


def set_pages(layout: str, values: Mapping[str, Any]) -> bytes:
    """The PDF that a layout makes of the values; raises :class:`NoTypesetting`."""
    return _compiled(layout, values, form="pdf")


def draw(chart: str, figures: Mapping[str, Any]) -> bytes:
    """A chart as PNG, 220 dots to the inch; raises :class:`NoTypesetting`."""
    return _compiled("picture.typ", {"chart": chart, "figures": figures}, form="png")


def _compiled(layout: str, values: Mapping[str, Any], *, form: str) -> bytes:
    typst = _typst()
    fonts = chinese_fonts()
    given = {
        **values,
        "fonts": fonts,
        "title_weight": "regular" if fonts["title"][1] in _DRAWN_BOLD else "bold",
    }
    made = typst.compile(
        str(LAYOUT / layout),
        root=str(LAYOUT),
        format=form,
        ppi=220 if form == "png" else None,
        font_paths=font_folders(),
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
        timestamp=0,
    )
    return bytes(made[0] if isinstance(made, list) else made)


def _typst() -> Any:
    try:
        import typst
    except ImportError as error:
        raise NoTypesetting(
            _("没有装排版程序 typst,不能写 PDF 和图:请运行 pip install typst,或存成 .docx、.xlsx。")
        ) from error
    return typst


@lru_cache(maxsize=1)
def chinese_fonts() -> dict[str, list[str]]:
    """For each use the font families to try, a Latin one first; raises :class:`NoTypesetting`."""
    known = set(_typst().Fonts(font_paths=font_folders()).families())
    latin = next((name for name in _LATIN if name in known), _LATIN[-1])
    found = {
        use: [latin, name]
        for use, names in _WANTED.items()
        for name in [next((each for each in names if each in known), None)]
        if name is not None
    }
    if set(found) != set(_WANTED):
        raise NoTypesetting(
            _(
                "这台机器上没有中文字体,不能写 PDF 和图:请装 仿宋_GB2312 与 方正小标宋,或 "
                "Noto CJK(apt-get install fonts-noto-cjk);也可用 {variable} 指出字体所在的文件夹。"
            ).format(variable=FONT_FOLDER)
        )
    return found


def font_folders() -> list[str | Path]:
    """Folders with fonts beside those the system names: chosen by the user, or of an office suite."""
    home = Path.home()
    folders = [
        *([Path(os.environ[FONT_FOLDER])] if os.environ.get(FONT_FOLDER) else []),
        home / ".fonts",
        home / ".local/share/fonts",
        Path("/usr/share/fonts/wps-office"),
        Path("/opt/kingsoft/wps-office/office6/fonts"),
    ]
    if sys.platform == "win32":
        folders.append(home / "AppData/Local/Microsoft/Windows/Fonts")
    return [folder for folder in folders if folder.is_dir()]
