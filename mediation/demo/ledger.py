"""The closed years of the demonstration as rows of a ledger, with the published figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mediation.demo.people import LEAD, MEMBERS, firm, person
from mediation.demo.traffic import COURTS

HEADINGS = (
    "调解编号",
    "法院案号",
    "承办法院",
    "来源",
    "案由",
    "申请人",
    "被申请人",
    "标的额(元)",
    "调解员",
    "委派日期",
    "签收日期",
    "终结日期",
    "结果",
    "不成功原因",
    "协议金额(元)",
    "到位金额(元)",
    "履行状态",
    "司法确认案号",
    "转立案案号",
    "转立案日期",
    "平台办理",
    "备注",
)
Row = dict[str, object]

_COURT_CODES = dict(zip(COURTS, ("内0602", "内0603", "内0621", "内0622", "内0627"), strict=True))
_CAUSES = (
    ("民间借贷纠纷", 27, False),
    ("买卖合同纠纷", 17, True),
    ("机动车交通事故责任纠纷", 13, False),
    ("离婚纠纷", 10, False),
    ("物业服务合同纠纷", 9, True),
    ("劳务合同纠纷", 7, False),
    ("建设工程施工合同纠纷", 5, True),
    ("房屋租赁合同纠纷", 4, False),
    ("金融借款合同纠纷", 3, True),
    ("追索劳动报酬纠纷", 3, True),
    ("相邻关系纠纷", 2, False),
)
_REASONS = ("分歧较大", "一方拒绝", "联系不上", "期满未成", "拒签")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some years: how many cases of each outcome, the lead's studio and everybody else.

    ``open`` are the last cases referred; they end in the first weeks after ``last``.
    """

    first: date
    last: date
    lead: Counter[str]
    others: Counter[str]
    open: int


# 865 cases taken part in, 365 of them succeeded; the studio 206 and 108.
UNTIL_2024 = Stretch(
    date(2023, 1, 3),
    date(2024, 12, 31),
    Counter(成功=108, 部分成功=5, 不成功=66, 撤回=13, 退回=8),
    Counter(成功=257, 部分成功=14, 不成功=259, 撤回=57, 退回=39),
    open=39,
)
_LEAD_OPEN = 6
SINCE_2025 = Stretch(
    date(2025, 1, 2),
    date(2026, 10, 23),
    Counter(成功=38, 部分成功=2, 不成功=16, 撤回=3, 退回=1),
    Counter(成功=331, 部分成功=17, 不成功=166, 撤回=34, 退回=13),
    open=0,
)
_AGREED_BY_LEAD = 20_680_000


def ledger_rows(rng: Random) -> list[Row]:
    """All rows, in order of referral."""
    court_numbers = CourtNumbers()
    early = list(_stretch(rng, UNTIL_2024, court_numbers))
    _fit_the_studio(early)
    rows = early + list(_stretch(rng, SINCE_2025, court_numbers))
    serials: Counter[int] = Counter()
    for row in rows:
        year = _day(row, "委派日期").year
        serials[year] += 1
        row["调解编号"] = f"{year}-{serials[year]:04d}"
    return rows


class CourtNumbers:
    """Case numbers that go on within court, kind and year."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._last: Counter[tuple[str, str, int]] = Counter()

    def next(self, rng: Random, court: str, kind: str, year: int) -> str:
        """The next number of that court, leaving gaps for other people's cases."""
        key = (court, kind, year)
        self._last[key] += rng.randint(2, 9)
        return f"（{year}）{_COURT_CODES[court]}{kind}{self._first + self._last[key]}号"


def _stretch(rng: Random, stretch: Stretch, court_numbers: CourtNumbers) -> Iterator[Row]:
    ended = [(LEAD.name, outcome) for outcome in stretch.lead.elements()]
    ended += list(zip(_others(rng, stretch.others.total()), stretch.others.elements(), strict=True))
    rng.shuffle(ended)
    late = [LEAD.name] * _LEAD_OPEN + _others(rng, max(0, stretch.open - _LEAD_OPEN))
    late = late[: stretch.open]
    rng.shuffle(late)
    plan = ended + [(name, "") for name in late]
    days = _referral_days(rng, stretch, len(plan))
    for day, (mediator, outcome) in zip(days, plan, strict=True):
        row = _referred(rng, day, mediator, court_numbers)
        if outcome:
            earliest, latest = day, stretch.last
        else:
            earliest = stretch.last + timedelta(days=rng.randint(3, 20))
            latest = earliest + timedelta(days=10)
        _sign(rng, row, stretch.last)
        _end(rng, row, outcome or rng.choice(("成功", "不成功")), (earliest, latest), court_numbers)
        yield row


def _others(rng: Random, count: int) -> list[str]:
    names = [member.name for member in MEMBERS if member is not LEAD]
    return rng.choices(names, [member.share for member in MEMBERS if member is not LEAD], k=count)


def _referral_days(rng: Random, stretch: Stretch, count: int) -> list[date]:
    """Working days, somewhat more towards the end."""
    length = (stretch.last - stretch.first).days - 2
    days = sorted(int(length * (rng.random() ** 0.8)) for _each in range(count))
    return [_working(stretch.first + timedelta(days=day)) for day in days]


def _working(day: date) -> date:
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def _referred(rng: Random, day: date, mediator: str, court_numbers: CourtNumbers) -> Row:
    cause, _weight, against_firm = rng.choices(_CAUSES, [weight for _, weight, _ in _CAUSES])[0]
    old = day.year < 2025
    channels = {
        "委派": 62 if old else 0,
        "委托": 8 if old else 72,
        "邀请": 7,
        "政协直接受理": 9,
        "公安交管移送": 9 if "交通" in cause else 0,
        "当事人申请": 5,
        "协商议事": 3,
    }
    channel = rng.choices(list(channels), list(channels.values()))[0]
    court = rng.choices(list(COURTS), list(COURTS.values()))[0]
    from_court = channel in ("委派", "委托", "邀请")
    number = court_numbers.next(rng, court, "诉前调" if channel == "委派" else "民初", day.year)
    return {
        "法院案号": number if from_court else "",
        "承办法院": court,
        "来源": channel,
        "案由": cause,
        "申请人": person(rng) if rng.randrange(3) else f"{person(rng)}、{person(rng)}",
        "被申请人": firm(rng) if against_firm else person(rng),
        "标的额(元)": "" if "离婚" in cause or "相邻" in cause else _claim(rng),
        "调解员": mediator if rng.randrange(12) else f"{mediator}、{_assistant(rng, mediator)}",
        "委派日期": day,
        "平台办理": "是" if rng.random() < (0.2 if day.year < 2024 else 0.8) else "否",
    }


def _assistant(rng: Random, lead: str) -> str:
    return rng.choice([member.name for member in MEMBERS if member.name != lead])


def _claim(rng: Random) -> int:
    return int(rng.lognormvariate(10.9, 0.9)) // 100 * 100 + 800


def _sign(rng: Random, row: Row, latest: date) -> None:
    referred = _day(row, "委派日期")
    row["签收日期"] = min(latest, referred + timedelta(days=rng.choice((0, 1, 1, 2, 2, 3, 5))))


def _end(
    rng: Random,
    row: Row,
    outcome: str,
    between: tuple[date, date],
    court_numbers: CourtNumbers,
) -> None:
    signed = _day(row, "签收日期")
    closed = signed + timedelta(days=rng.randint(1, 24 if signed.year < 2025 else 17))
    closed = max(between[0], min(between[1], closed))
    row |= {"终结日期": closed, "结果": outcome}
    if outcome in ("成功", "部分成功"):
        _agree(rng, row, outcome, court_numbers)
    elif outcome == "不成功":
        row["不成功原因"] = rng.choice(_REASONS)
    if outcome in ("不成功", "部分成功") and row["来源"] == "委派" and rng.random() < 0.7:
        row["转立案案号"] = court_numbers.next(rng, str(row["承办法院"]), "民初", closed.year)
        row["转立案日期"] = closed


def _agree(rng: Random, row: Row, outcome: str, court_numbers: CourtNumbers) -> None:
    claim = row["标的额(元)"]
    if not isinstance(claim, int):
        return
    part = rng.randint(70, 100) if outcome == "成功" else rng.randint(30, 60)
    agreed = claim * part // 100
    status = rng.choice(("即时履行", "即时履行", "已履行", "部分履行", "未到期", "逾期未履行"))
    paid = {"即时履行": agreed, "已履行": agreed, "部分履行": agreed // 2}.get(status, 0)
    row |= {"协议金额(元)": agreed, "到位金额(元)": paid, "履行状态": status}
    if status in ("未到期", "部分履行") and rng.random() < 0.6:
        year = _day(row, "终结日期").year
        court = str(row["承办法院"])
        row["司法确认案号"] = court_numbers.next(
            rng, court, "诉前调确" if year < 2025 else "民特", year
        )


def _fit_the_studio(rows: list[Row]) -> None:
    """Stretch the studio's amounts so that the agreements come to the published twenty million."""
    won = [
        row
        for row in rows
        if str(row["调解员"]).startswith(LEAD.name)
        and row["结果"] == "成功"
        and isinstance(row.get("协议金额(元)"), int)
        and _day(row, "终结日期") <= UNTIL_2024.last
    ]
    agreed = sum(int(str(row["协议金额(元)"])) for row in won)
    missing = _AGREED_BY_LEAD - agreed
    for row in won:
        was = int(str(row["协议金额(元)"]))
        more = missing * was // agreed // 100 * 100
        for heading in ("标的额(元)", "协议金额(元)"):
            row[heading] = int(str(row[heading])) + more
        if row["履行状态"] in ("即时履行", "已履行"):
            row["到位金额(元)"] = row["协议金额(元)"]


def _day(row: Row, heading: str) -> date:
    day = row[heading]
    if not isinstance(day, date):
        raise TypeError(heading)
    return day
