"""证件号码与电话: checks that warn about a number that looks wrong; the user has the last word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from mediation.cases.plain import clean_line
from mediation.i18n import _

_WIDTHS = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF21 + at): chr(ord("A") + at) for at in range(26)},
        **{chr(0xFF41 + at): chr(ord("a") + at) for at in range(26)},
        **dict.fromkeys("－—–−", "-"),
        **dict.fromkeys("（〔", "("),
        **dict.fromkeys("）〕", ")"),
        "＋": "+",
        "／": "/",
        "．": ".",
    }
)
_EMPTY = frozenset(("", "无", "/", "-", "\\"))
# GB/T 2260 provinces, then 71 81 82 for Taiwan, Hong Kong and Macao, 83 for Taiwan residence
# permits, 91 for foreigners' residence permits
_REGIONS = frozenset(
    f"{region}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for region in range(first, last + 1)
) | {"81", "82", "83", "91"}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_FORMER = re.compile(r"[0-9]{15}")
_CREDIT = re.compile(rf"[{_CREDIT_LETTERS}]{{2}}[0-9]{{6}}[{_CREDIT_LETTERS}]{{10}}")
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,9}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[1-9][0-9]{6,7}(?:-[0-9]{1,6})?")
_LOCAL = re.compile(r"[1-9][0-9]{6,7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1[0-9]{4}|9[0-9]{4,7}")
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True)
class IdNumberFinding:
    """A number brought to its usual form, and what looks wrong about it (``None`` when nothing does)."""

    value: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a resident's number says of the person (GB 11643)."""

    born: date
    is_female: bool

    def age(self, on: date) -> int:
        """Full years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class PhoneFinding:
    """A telephone number without spaces and dashes, and what looks wrong about it."""

    value: str
    problem: str | None = None


def check_id_number(text: str) -> IdNumberFinding:
    """Check a resident's number (GB 11643), an organisation's credit code (GB 32100) or a passport's.

    A wrong number is a problem to show, never an error: people do hold odd papers.
    """
    value = "".join(clean_line(text).translate(_WIDTHS).upper().split())
    if value in _EMPTY:
        return IdNumberFinding("")
    return IdNumberFinding(value, _id_problem(value))


def check_credit_code(text: str) -> IdNumberFinding:
    """Check an organisation's 统一社会信用代码: 18 characters with a check character (GB 32100)."""
    value = check_id_number(text).value
    if not value:
        return IdNumberFinding("")
    if not _CREDIT.fullmatch(value):
        return IdNumberFinding(
            value, _("统一社会信用代码是 18 位数字和大写字母,没有 I、O、S、V、Z。")
        )
    return IdNumberFinding(value, _credit_problem(value))


def identity_of(number: str) -> Identity | None:
    """Birthday and sex by a resident's number; ``None`` when it is none or its check digit is wrong."""
    found = check_id_number(number)
    if found.problem is not None or not _RESIDENT.fullmatch(found.value):
        return None
    born = _birth(found.value[6:14])
    return None if born is None else Identity(born, is_female=int(found.value[16]) % 2 == 0)


def check_phone(text: str) -> PhoneFinding:
    """Check a telephone number: mobile, landline with area code, service or foreign number."""
    typed = clean_line(text).translate(_WIDTHS)
    value = re.sub(r"[ \u00a0\u3000().]", "", typed) if "E+" not in typed.upper() else typed
    value = re.sub(r"^(?:\+|00)86-?", "", value)
    if value in _EMPTY:
        return PhoneFinding("")
    bare = value.replace("-", "") if not value.startswith("-") else value
    if _MOBILE.fullmatch(bare):
        return PhoneFinding(bare)
    if _LANDLINE.fullmatch(value) or _SERVICE.fullmatch(bare):
        return PhoneFinding(value)
    if _FOREIGN.fullmatch(bare):
        return PhoneFinding(bare)
    return PhoneFinding(value, _phone_problem(value))


def _id_problem(value: str) -> str | None:
    if _RESIDENT.fullmatch(value):
        return _resident_problem(value)
    if _FORMER.fullmatch(value):
        if value[:2] not in _REGIONS or _birth("19" + value[6:12]) is None:
            return _("15 位旧号码的地区或出生日期不对。")
        return _("是 15 位旧号码,请尽量核对为 18 位。")
    if _CREDIT.fullmatch(value):
        return _credit_problem(value)
    if _PASSPORT.fullmatch(value):
        return None
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", value):
        return _("表格丢了后几位数字:请把该列设为文本,重新填写。")
    if re.fullmatch(r"[0-9]+[OQIL][0-9OQIL]*|[0-9OQIL]+[0-9X]", value) and len(value) == 18:
        return _("含有字母,可能是把 0 或 1 写成了字母。")
    if re.fullmatch(r"[0-9]+X?", value):
        return _("有 {count} 位,身份证号应为 18 位。").format(count=len(value))
    return _("不像身份证号、统一社会信用代码或护照号。")


def _resident_problem(value: str) -> str | None:
    if value[:2] not in _REGIONS:
        return _("身份证号的地区码不对,请核对。")
    if _birth(value[6:14]) is None:
        return _("身份证号的出生日期不对,请核对。")
    total = sum(int(char) * weight for char, weight in zip(value, _WEIGHTS, strict=False))
    if _CHECKS[total % 11] != value[17]:
        return _("身份证号的校验码不对,请核对。")
    return None


def _credit_problem(value: str) -> str | None:
    total = sum(
        _CREDIT_LETTERS.index(char) * weight
        for char, weight in zip(value, _CREDIT_WEIGHTS, strict=False)
    )
    right = _CREDIT_LETTERS[-total % 31] == value[17]
    return None if right else _("统一社会信用代码的校验码不对,请核对。")


def _birth(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born.year >= 1880 else None


def _phone_problem(value: str) -> str:
    if value.startswith(("=", "-", "@")):
        return _("电话前面多了符号。")
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", value, re.IGNORECASE):
        return _("表格丢了后几位数字:请把该列设为文本,重新填写。")
    if re.search(r"[0-9][/、，,；;][0-9]", value):
        return _("像是几个电话,请分开填写。")
    if _LOCAL.fullmatch(value):
        return _("固定电话缺区号。")
    if re.fullmatch(r"[0-9-]+", value):
        return _("电话位数不对。")
    return _("不像电话号码。")
