"""The fixed words of a ledger's cells and what each of them means."""

from __future__ import annotations

from mediation.cases.terms import Channel, EndReason, Outcome, Performance

BLANK = frozenset({"", "/", "／", "\\", "无", "-", "－", "—", "——", "--", "暂无", "未知"})

OUTCOMES: dict[str, tuple[Outcome, EndReason | None]] = {
    "调解成功": (Outcome.SUCCEEDED, None),
    "成功": (Outcome.SUCCEEDED, None),
    "达成协议": (Outcome.SUCCEEDED, EndReason.AGREED),
    "达成调解协议": (Outcome.SUCCEEDED, EndReason.AGREED),
    "调成": (Outcome.SUCCEEDED, None),
    "自行和解": (Outcome.SUCCEEDED, EndReason.SETTLED),
    "和解": (Outcome.SUCCEEDED, EndReason.SETTLED),
    "部分成功": (Outcome.PARTLY, None),
    "部分达成": (Outcome.PARTLY, None),
    "不成功": (Outcome.FAILED, None),
    "调解不成": (Outcome.FAILED, None),
    "未达成协议": (Outcome.FAILED, None),
    "调解失败": (Outcome.FAILED, None),
    "失败": (Outcome.FAILED, None),
    "终止": (Outcome.FAILED, None),
    "分歧较大": (Outcome.FAILED, EndReason.DISAGREEMENT),
    "一方拒绝": (Outcome.FAILED, EndReason.UNWILLING),
    "联系不上": (Outcome.FAILED, EndReason.UNREACHABLE),
    "期满未成": (Outcome.FAILED, EndReason.EXPIRED),
    "拒签": (Outcome.FAILED, EndReason.UNSIGNED),
    "撤回": (Outcome.WITHDRAWN, None),
    "撤回申请": (Outcome.WITHDRAWN, None),
    "申请人撤回": (Outcome.WITHDRAWN, None),
    "退回": (Outcome.RETURNED, None),
    "不适宜调解": (Outcome.RETURNED, None),
    "退回法院": (Outcome.RETURNED, None),
}

# 法释〔2021〕23号 art. 25 names eight ends; ledgers shorten them.
REASONS: dict[str, EndReason] = {
    **{reason.chinese: reason for reason in EndReason},
    "达成协议": EndReason.AGREED,
    "和解": EndReason.SETTLED,
    "无法联系": EndReason.UNREACHABLE,
    "无法联系当事人": EndReason.UNREACHABLE,
    "拒绝调解": EndReason.UNWILLING,
    "不同意调解": EndReason.UNWILLING,
    "一方不愿继续": EndReason.UNWILLING,
    "一方不愿继续调解": EndReason.UNWILLING,
    "分歧大": EndReason.DISAGREEMENT,
    "双方分歧较大": EndReason.DISAGREEMENT,
    "双方差距大": EndReason.DISAGREEMENT,
    "期限届满": EndReason.EXPIRED,
    "期满": EndReason.EXPIRED,
    "一方拒签": EndReason.UNSIGNED,
    "拒绝签字": EndReason.UNSIGNED,
}

PERFORMANCES: dict[str, Performance] = {state.chinese: state for state in Performance}
CHANNELS: dict[str, Channel] = {channel.chinese: channel for channel in Channel}

YES_NO: dict[str, bool] = {
    **dict.fromkeys(("是", "√", "✓", "✔", "y", "yes", "1", "true", "有"), True),
    **dict.fromkeys(("否", "×", "✗", "✘", "n", "no", "0", "false"), False),
}

WHOLE_COURT = ("all", ("全部", "全院", "合计"))
TRAFFIC = ("traffic", ("道路交通", "道路交通事故", "交通"))
