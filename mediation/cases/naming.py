"""What people call the fields of a case and the steps of its history."""

from __future__ import annotations

from mediation.i18n import _

FIELD_NAMES = {
    "number": _("调解编号"),
    "court_number": _("法院案号"),
    "court": _("承办法院"),
    "channel": _("来源"),
    "cause": _("案由"),
    "cause_name": _("案由"),
    "procedure": _("程序"),
    "applicants": _("申请人"),
    "respondents": _("被申请人"),
    "third_parties": _("第三人"),
    "claimed": _("标的额"),
    "agreed": _("协议金额"),
    "performed": _("到位金额"),
    "mediator": _("调解员"),
    "assistants": _("协助调解员"),
    "referred_on": _("委派日期"),
    "signed_on": _("签收日期"),
    "closed_on": _("终结日期"),
    "outcome": _("结果"),
    "reason": _("终结事由"),
    "reason_note": _("事由说明"),
    "performance": _("履行状态"),
    "confirmation_number": _("司法确认案号"),
    "transfer_number": _("转立案案号"),
    "transferred_on": _("转立案日期"),
    "on_platform": _("平台办理"),
    "remark": _("备注"),
    "held_on": _("日期"),
    "held_at": _("时间"),
    "means": _("方式"),
    "place": _("地点"),
    "present": _("到场"),
    "summary": _("内容"),
    "grade": _("难易等级"),
    "tier": _("补贴档"),
    "separate": _("另案理由"),
}
ACTION_NAMES = {
    "register": _("登记"),
    "import": _("导入"),
    "correct": _("更正"),
    "sign_for": _("签收"),
    "hold_session": _("记调解"),
    "correct_session": _("改调解记录"),
    "close": _("结案"),
    "grade": _("定难易等级"),
}
