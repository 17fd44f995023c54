"""Invented people and firms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = [
    "建国",
    "秀兰",
    "志强",
    "丽娟",
    "海燕",
    "文博",
    "晓东",
    "春梅",
    "永胜",
    "桂芳",
    "国庆",
    "雪梅",
    "俊杰",
    "玉珍",
    "长江",
    "美玲",
    "立新",
    "红霞",
    "宏伟",
    "淑华",
    "子轩",
    "佳怡",
    "浩然",
    "思雨",
    "明远",
    "瑞芳",
    "振华",
    "艳丽",
    "一鸣",
    "慧敏",
]
_MONGOL = [
    "巴雅尔",
    "其木格",
    "苏和",
    "萨仁高娃",
    "阿木古楞",
    "娜仁",
    "布和",
    "托娅",
    "哈斯",
    "乌云",
    "敖登",
    "图门",
    "斯琴",
    "格日勒",
    "那顺",
    "呼和",
    "高娃",
    "宝音",
    "塔拉",
    "莫日根",
]
_FIRMS = [
    "恒泽",
    "瑞丰源",
    "金穗",
    "蓝原",
    "鼎盛和",
    "北河",
    "天骄路",
    "宏远达",
    "绿茵",
    "正方圆",
    "荣昌泰",
    "银杉",
]
_TRADES = ["商贸", "建筑工程", "物业服务", "运输", "房地产开发", "农牧业", "煤炭销售", "装饰"]


@dataclass(frozen=True, slots=True)
class Member:
    """A CPPCC member on the demonstration roster. ``share`` is their part of the cases."""

    name: str
    level: str
    sector: str
    specialities: str
    organisation: str
    share: int
    holds_office: bool = False


LEAD = Member("苏日娜", "市级", "社会福利和社会保障界", "民间借贷、买卖合同", "苏日娜委员调解室", 0)

MEMBERS = (
    LEAD,
    Member("高文彬", "市级", "经济界", "建设工程、买卖合同", "高文彬委员调解室", 13),
    Member("朝鲁门", "市级", "少数民族界", "草原承包、相邻关系", "朝鲁门委员调解室", 11),
    Member("蔡玉洁", "旗区级", "妇联", "婚姻家庭", "康巴什区委员调解中心", 10),
    Member("贺志远", "旗区级", "工商联", "合同纠纷", "东胜区委员调解中心", 9),
    Member("白音仓", "旗区级", "农业界", "劳务、农牧业", "达拉特旗委员调解中心", 8),
    Member("邱雨桐", "自治区级", "法律界", "金融借款、侵权责任", "市政协委员调解中心", 8),
    Member("田慧琴", "旗区级", "教育界", "婚姻家庭、抚养", "东胜区委员调解中心", 7),
    Member("乔继光", "旗区级", "医药卫生界", "人身损害", "准格尔旗委员调解中心", 7),
    Member("敖其尔", "旗区级", "民族宗教界", "相邻关系", "伊金霍洛旗委员调解中心", 6),
    Member("薛志勇", "市级", "工会", "劳动报酬", "市政协委员调解中心", 6),
    Member("温晓楠", "旗区级", "共青团和青联", "物业服务", "康巴什区委员调解中心", 5),
    Member("史建平", "旗区级", "科技界", "道路交通", "东胜区委员调解中心", 5, holds_office=True),
    Member("额尔敦", "旗区级", "新闻出版界", "道路交通", "伊金霍洛旗委员调解中心", 3),
    Member("康秀清", "旗区级", "无党派人士", "邻里纠纷", "准格尔旗委员调解中心", 2),
)

TERM = (date(2023, 1, 1), date(2027, 12, 31))


def person(rng: Random) -> str:
    """A person's name; every sixth is a Mongolian one."""
    if rng.randrange(6) == 0:
        return rng.choice(_MONGOL)
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def firm(rng: Random) -> str:
    """A firm's name."""
    return f"{rng.choice(_FIRMS)}{rng.choice(_TRADES)}有限公司"


def phone(rng: Random) -> str:
    """A number of a range that no operator has given out."""
    return f"100{rng.randrange(10**8):08d}"
