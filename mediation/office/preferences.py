"""Settings kept with the data that change how figures are formed, each checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mediation.cases.money import decimal_yuan, parse_amount
from mediation.errors import NotFound, Unreadable
from mediation.figures.definitions import DEFINITIONS, find_definition, is_defined
from mediation.figures.quality import BULK
from mediation.figures.statistical_year import StatisticalYear
from mediation.i18n import _

if TYPE_CHECKING:
    from mediation.subsidy.rules import Rules

DEFINITION: Final = "definition."
YEAR_START: Final = "statistics.year_start_month"
CUT_OFF: Final = "statistics.cutoff_day"
BULK_CLOSING: Final = "quality.bulk_closing"
STUDIO: Final = "studio"
DOSSIER: Final = "subsidy.dossier"
PAY_CAP: Final = "subsidy.cap"
KEEP_YEARS: Final = "privacy.keep_years"
NAMES: Final = "privacy.names"
LOCK_MINUTES: Final = "lock.minutes"
LOCK_WORD: Final = "lock.word"
LOCK_TRIES: Final = "lock.tries"
USUAL_MINUTES: Final = 30
HIDDEN: Final = frozenset({LOCK_WORD, LOCK_TRIES})
"""Settings that are never shown: nobody has a use for a digest."""

SETTINGS: Final[Mapping[str, str]] = {
    STUDIO: _("调解工作室的名称"),
    f"{DEFINITION}KEY": _(
        "指标 KEY 默认用哪个口径,如 definition.success_rate 取 V1,或 V4:离婚纠纷+继承纠纷(不计这些案由)"
    ),
    f"{DEFINITION}COURT.KEY": _("同上,只对一个法院,如 definition.内0603.success_rate"),
    YEAR_START: _("统计年度从几月起:1 至 12,12 即上年12月至本年11月"),
    CUT_OFF: _("统计月的截止日:1 至 27,25 即上月26日至本月25日;0 为月末"),
    BULK_CLOSING: _("同一调解员一天结案几件起列入数据质量"),
    DOSSIER: _("发补贴时卷宗须有的各项,用顿号隔开;无 即不查"),
    PAY_CAP: _("每人每份补贴名单最多几元;空为不限"),
    KEEP_YEARS: _("案件终结后须保存几年,期满前不删除个人信息;空为没有规定"),
    NAMES: _("清单和首页上当事人的姓名:full 全名(默认)或 masked 脱敏,按 H 看全名"),
    LOCK_MINUTES: _("几分钟没有按键就锁屏:0 至 1440,默认 30,0 为不锁"),
    LOCK_WORD: _("忘了锁屏口令时取空值即去掉;口令在界面的设置里设"),
}
_NAMES_SHOWN: Final = ("full", "masked")
_NUMBERS: Final = {
    YEAR_START: (1, 12),
    CUT_OFF: (0, 27),
    BULK_CLOSING: (2, 1_000),
    KEEP_YEARS: (0, 100),
    LOCK_MINUTES: (0, 1_440),
}
_KEYS: Final = frozenset(definition.key for definition in DEFINITIONS)


def checked_setting(key: str, value: str) -> tuple[str, str]:
    """The setting as it is to be kept; raises MediationError for a key or value that is none."""
    key, value = key.strip(), value.strip()
    if key.startswith(DEFINITION):
        return _definition(key.removeprefix(DEFINITION), value)
    if key == STUDIO:
        return key, value
    if key == DOSSIER:
        return key, "、".join(_dossier(value))
    if key == PAY_CAP:
        cap = parse_amount(value)
        return key, "" if cap is None else decimal_yuan(cap)
    if key == NAMES:
        if value and value not in _NAMES_SHOWN:
            raise Unreadable(_("{key} 只能是 full 或 masked。").format(key=key))
        return key, value
    if key == LOCK_WORD:
        if value:
            raise Unreadable(
                _(
                    "锁屏口令不写在命令行上,没有设:请在界面按“,”(设置)里设;"
                    '去掉它用 mediation settings set lock.word ""。'
                )
            )
        return key, value
    if key in _NUMBERS:
        low, high = _NUMBERS[key]
        if value and not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise Unreadable(
                _("{key} 要是 {low} 至 {high} 的整数。").format(key=key, low=low, high=high)
            )
        return key, value
    raise NotFound(
        _("没有“{key}”这项设置,可用:{known}。").format(key=key[:60], known=_("、").join(SETTINGS))
    )


def chosen_definitions(settings: Mapping[str, str], court: str | None) -> dict[str, str]:
    """The versions chosen by key: what a court chose for itself before what holds for all."""
    chosen = {}
    for prefix in (DEFINITION, f"{DEFINITION}{court}." if court else ""):
        for key in _KEYS if prefix else ():
            if version := settings.get(prefix + key):
                chosen[key] = version
    return {key: version for key, version in chosen.items() if is_defined(key, version)}


def statistical_year(settings: Mapping[str, str]) -> StatisticalYear:
    """How the office cuts its years and months."""
    return StatisticalYear(
        start_month=int(settings.get(YEAR_START) or 1), cutoff_day=int(settings.get(CUT_OFF) or 0)
    )


def bulk_closings(settings: Mapping[str, str]) -> int:
    """From how many closings a day on a mediator's cases are asked about."""
    return int(settings.get(BULK_CLOSING) or BULK)


def lock_minutes(settings: Mapping[str, str]) -> int:
    """After how many minutes without a key the screen is covered; 0 for never."""
    kept = settings.get(LOCK_MINUTES)
    return int(kept) if kept else USUAL_MINUTES


def masks_names(settings: Mapping[str, str]) -> bool:
    """Whether parties' names are masked in lists."""
    return settings.get(NAMES) == "masked"


def pay_rules(settings: Mapping[str, str]) -> Rules:
    """The rules of the office's pay lists."""
    from mediation.subsidy.rules import Rules, dossier_named

    return Rules(
        dossier=dossier_named(settings.get(DOSSIER, "")),
        cap=parse_amount(settings.get(PAY_CAP, "")),
    )


def _dossier(value: str) -> tuple[str, ...]:
    from mediation.subsidy.rules import NOTHING, dossier_named

    return (dossier_named(value) or (NOTHING,)) if value else ()


def _definition(name: str, value: str) -> tuple[str, str]:
    court = ""
    if name not in _KEYS:
        from mediation.registry.courts import court_named

        first, _dot, rest = name.partition(".")
        if rest in _KEYS:
            court, name = court_named(first).code + ".", rest
    version = find_definition(name, value).version if value else ""
    if not value and name not in _KEYS:
        find_definition(name, value)
    return f"{DEFINITION}{court}{name}", version
