"""The fixed words of a case. Values are what the store keeps; labels are what people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from mediation.i18n import _


class Term(StrEnum):
    """A word of the field; ``chinese`` is what ledgers and courts call it, in every language."""

    chinese: str

    def __new__(cls, value: str, chinese: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.chinese = chinese
        return member

    @property
    def label(self) -> str:
        """What people read."""
        return _(self.chinese)


class Channel(Term):
    """来源: how the dispute arrived. Entrusted (委托) is the rule since 2025-01-01."""

    DELEGATED = "delegated", "委派"
    ENTRUSTED = "entrusted", "委托"
    INVITED = "invited", "邀请"
    DIRECT = "direct", "政协直接受理"
    POLICE = "police", "公安交管移送"
    APPLICATION = "application", "当事人申请"
    CONSULTATION = "consultation", "协商议事"


class Outcome(Term):
    """结果: the class of a closed case."""

    SUCCEEDED = "succeeded", "成功"
    PARTLY = "partly", "部分成功"
    FAILED = "failed", "不成功"
    WITHDRAWN = "withdrawn", "撤回"
    RETURNED = "returned", "退回"


class EndReason(Term):
    """终结事由: the eight reasons of 法释〔2021〕23号 art. 25."""

    AGREED = "agreed", "达成调解协议"
    SETTLED = "settled", "自行和解"
    UNREACHABLE = "unreachable", "联系不上"
    UNWILLING = "unwilling", "一方拒绝"
    DISAGREEMENT = "disagreement", "分歧较大"
    EXPIRED = "expired", "期满未成"
    UNSIGNED = "unsigned", "拒签"
    OTHER = "other", "其他"


class Performance(Term):
    """履行状态 of a reached agreement."""

    IMMEDIATE = "immediate", "即时履行"
    PERFORMED = "performed", "已履行"
    PARTLY = "partly", "部分履行"
    NOT_DUE = "not_due", "未到期"
    OVERDUE = "overdue", "逾期未履行"


class Procedure(Term):
    """程序 of the court, which sets the limit of an entrusted mediation."""

    ORDINARY = "ordinary", "普通程序"
    SUMMARY = "summary", "简易程序"


class Side(Term):
    """A party's side."""

    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    THIRD = "third", "第三人"


class State(Term):
    """Where a case stands in its life."""

    REGISTERED = "registered", "待签收"
    IN_MEDIATION = "in_mediation", "调解中"
    CLOSED = "closed", "已结案"


class Means(Term):
    """方式 of a session."""

    ON_SITE = "on_site", "现场"
    VIDEO = "video", "视频"
    PHONE = "phone", "电话"
    WRITTEN = "written", "书面"


class SessionState(Term):
    """Where a session stands: only one that was held is counted."""

    PLANNED = "planned", "约好"
    HELD = "held", "已开"
    CANCELLED = "cancelled", "已取消"


class PartyKind(Term):
    """What a party is: which number it bears, and whether somebody represents it."""

    PERSON = "person", "自然人"
    ORGANISATION = "organisation", "单位"


class AgentKind(Term):
    """Who may act for a party (民事诉讼法 art. 61)."""

    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "法律工作者"
    RELATIVE = "relative", "近亲属"
    EMPLOYEE = "employee", "工作人员"
    RECOMMENDED = "recommended", "社区推荐"
    OTHER = "other", "其他"


class Power(Term):
    """代理权限; signing an agreement takes the special one (民事诉讼法 art. 62)."""

    GENERAL = "general", "一般授权"
    SPECIAL = "special", "特别授权"


class ElectronicMeans(Term):
    """How papers are served electronically, once the party consents."""

    MOBILE = "mobile", "手机"
    EMAIL = "email", "邮箱"
    WECHAT = "wechat", "微信"


class Zone(Term):
    """Where a part of the talks belongs: only undisputed facts may go to the court."""

    UNDISPUTED = "undisputed", "无争议事实"
    COMPROMISE = "compromise", "妥协陈述"
