"""What is asked before a file is taken that does not follow the last one, with what comes of it."""

from __future__ import annotations

from mediation.exchange.chain import Place
from mediation.i18n import _
from tui.dialogs.question import Answer


def on_after(where: Place) -> tuple[str, tuple[Answer, ...]]:
    """What may have happened and what each answer does; the first answer changes nothing."""
    if where is Place.AFTER_A_GAP:
        return (
            _(
                "缺的那份可能在另一个U盘上,或者还没有拿来:找到了先接收它,什么也不会乱。\n"
                "U盘丢了、文件删了,就接着收这一份:对方没有收到回执的内容,后面的文件里都有,"
                "不会少;缺的那份以后找到了也不用再收。\n"
                "这台电脑自己恢复过备份的,也会缺:同样接着收。"
            ),
            (
                Answer("back", ("escape", "b", "f6"), _("先去找缺的那份,现在不收")),
                Answer("go_on", ("l", "f7"), _("找不到了,接着收这一份(先看会改变什么)")),
            ),
        )
    return (
        _(
            "请打电话问对方:电脑换过、恢复过备份没有?\n"
            "没有恢复过:这多半是早先丢了又找到的一份,它的内容后面的文件里都有,不用收。\n"
            "恢复过:接着收。以前约好的“双方一致”全部作废,每件重新对照;"
            "两边不同的案件列出来等您逐栏选,一件也不会被盖掉。要选的可能很多。"
        ),
        (
            Answer("back", ("escape", "b", "f6"), _("没有恢复过,或者还没问到:现在不收")),
            Answer("go_on", ("g", "f7"), _("问过了,恢复过:接着收(先看会改变什么)")),
        ),
    )
