"""One registry of actions: bindings, footer, help screen and command palette are drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediation.i18n import _, _as

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does. ``id`` is the name under which its keys can be changed.

    ``keys`` are Textual's names, the first one is shown; ``act`` is the action string;
    ``rooms`` names where it works, empty means everywhere; ``footer`` is its place in the
    footer line (0: not shown there); ``always`` acts over a dialog and in a text field too.
    """

    id: str
    keys: tuple[str, ...]
    act: str
    label: str
    tooltip: str
    rooms: tuple[str, ...] = ()
    footer: int = 0
    always: bool = False

    def binding(self) -> Binding:
        """As Textual binds it."""
        from textual.binding import Binding

        return Binding(
            ",".join(self.keys),
            self.act,
            self.label,
            tooltip=self.tooltip,
            id=self.id,
            show=False,
            priority=self.always,
        )

    def bindings(self) -> Iterator[Binding]:
        """As Textual binds it, with what it reads when a terminal sends Escape and a digit for Alt."""
        from textual.binding import Binding

        yield self.binding()
        for key in self.keys:
            if key in _AS_SENT:
                yield Binding(_AS_SENT[key], self.act, self.label, show=False)


_AS_SENT = {
    "alt+1": "inverted_exclamation_mark",
    "alt+2": "trade_mark_sign",
    "alt+3": "pound_sign",
    "alt+4": "cent_sign",
    "alt+5": "infinity",
}
ROOMS = ("home", "cases", "month", "roster", "totals")
ROOM_NAMES = {
    "home": _("首页"),
    "cases": _as("room", "案件"),
    "month": _("月报"),
    "roster": _("名册"),
    "totals": _as("room", "收案"),
}
_INNER_ROOM_NAMES = {
    "case": _("案件详情"),
    "listed": _("数后面的案件"),
    "why": _("为何这天"),
    "agreement": _("协议"),
    "conflict": _("利害关系"),
    "assign": _("派案"),
    "sessions": _("调解会"),
    "interests": _("利害关系登记"),
    "exit": _("出门检查"),
    "bin": _("回收站"),
    "disputes": _("交换冲突"),
    "exchange": _("带出合并"),
    "dispute": _("两边对照"),
    "preview": _("先看再存"),
    "cross": _("交叉计数"),
    "funnel": _("漏斗图"),
    "definitions": _("口径"),
    "compare": _("口径比较"),
    "member": _("一人一档"),
    "pay": _("补贴名单"),
    "corrections": _as("noun", "更正"),
    "settings": _("设置"),
    "reconcile": _("对账"),
    "transcript": _("转录单"),
    "form": _("各种表"),
    "form.register": _("登记新案"),
}
_ROOM_TOOLTIPS = {
    "home": _("现在要做的事,本月至今,草稿"),
    "cases": _("全部案件:查找、筛选、打开"),
    "month": _("一个月的数字,每个数都能打开它的案件"),
    "roster": _("特邀调解员名册"),
    "totals": _("法院每月收案总数"),
}

_CASE = ("home", "cases", "case", "listed")

ACTIONS: tuple[Action, ...] = (
    *(
        Action(f"room.{room}", (str(at), f"alt+{at}"), f"app.room('{room}')", ROOM_NAMES[room], tip)
        for at, (room, tip) in enumerate(_ROOM_TOOLTIPS.items(), start=1)
    ),
    Action("open", ("enter",), "open", _("打开"), _("打开光标所在的一行"),
           ("home", "cases", "listed", "month", "cross", "funnel", "definitions",
            "compare", "member", "pay", "roster", "corrections",
            "sessions", "agreement", "exit", "settings", "reconcile", "exchange"), 10),
    Action("case.new", ("n", "ctrl+n", "f2"), "app.form('register')", _("新案"), _("登记一件新的调解案件"),
           (), 20),
    Action("find", ("slash", "f3"), "find", _("查找"),
           _("按编号、案号、当事人、电话查找,边输入边出结果"), ("home", "cases"), 30),
    Action("case.sign_for", ("g", "f6"), "form('sign_for')", _("签收"),
           _("登记调解员签收案卷的日期,期限从次日起算"), _CASE, 40),
    Action("case.session", ("s", "f7"), "form('session')", _("记调解"),
           _("记录一次调解会;约好的到了日子先带出来"), (*_CASE, "sessions"), 50),
    Action("case.sessions", ("S", "ctrl+w"), "sessions", _("调解会"),
           _("约好的、开过的、取消的调解会:约一次、改期、取消、记下来"), (*_CASE, "why"), 0),
    Action("session.plan", ("a", "f6"), "plan_session", _("约一次"),
           _("约一次调解会:哪天、几点、什么方式、在哪里"), ("sessions",), 20),
    Action("session.move", ("m", "f8"), "move_session", _("改期"),
           _("光标所在约好的一次改到别的日子、时间、地点;取消的重新约"), ("sessions",), 30),
    Action("session.cancel", ("delete", "f9"), "cancel_session", _("取消"),
           _("光标所在约好的一次不开了,写明原因"), ("sessions",), 40),
    Action("case.step", ("t", "shift+f7"), "form('step')", _("定下一步"),
           _("定下一步做什么、哪一天;办完了、改期也在这里"), (*_CASE, "why"), 55),
    Action("case.why", ("i", "shift+f8"), "why", _("为何这天"),
           _("期限、确认、分期各是哪一天,按什么规定、怎么算出来的"), _CASE, 0),
    Action("case.extend", ("y", "shift+f2"), "form('extend')", _("延期"),
           _("双方同意延长调解期限"), ("case", "why"), 65),
    Action("case.pause", ("z", "shift+f3"), "form('pause')", _("暂停"),
           _("鉴定评估期间暂停计算期限;再按一次登记恢复"), ("case", "why"), 66),
    Action("case.close", ("c", "f8"), "form('close')", _as("verb", "结案"),
           _("登记结果、协议金额和履行情况"), _CASE, 60),
    Action("case.correct", ("e", "f4"), "form('correct')", _("更正"),
           _("更正案件的登记内容,留下原因和改动记录"), ("cases", "case", "listed"), 70),
    Action("case.payment", ("p", "shift+f11"), "form('payment')", _("记履行"),
           _("登记付了多少钱、有什么凭证;先带出最近到期的一期"), (*_CASE, "agreement"), 62),
    Action("case.agreement", ("a", "shift+f12"), "agreement", _("协议"),
           _("协议条款、分期、履行,结案以后要办的事"), (*_CASE, "exit"), 64),
    Action("case.exit", ("x", "ctrl+o"), "exit_check", _("出门检查"),
           _("当事人离开前逐项核对:大写、期限、授权、送达地址、能否确认"),
           ("case", "agreement"), 66),
    Action("case.conflict", ("q", "ctrl+r"), "conflict", _("利害关系"),
           _("查调解员与当事人、代理人有没有利害关系;登记披露、双方意见和决定"),
           ("case", "assign"), 79),
    Action("case.assign", ("f", "ctrl+f"), "assign", _("派案"),
           _("选调解员:有没有利害关系、专长、地点、在办几件、上次派案"), ("case", "conflict"), 77),
    Action("assign.choose", ("enter",), "open", _("选定"), _("请光标所在的一位调解"), ("assign",), 10),
    Action("assign.answer", ("y", "f6"), "form('answer')", _("登记答复"),
           _("调解员接受或不接受,不接受的写明理由"), ("assign",), 20),
    Action("conflict.decide", ("enter",), "open", _("披露与决定"),
           _("登记光标所在一项的披露、双方意见和决定"), ("conflict",), 10),
    Action("conflict.declare", ("a", "f7"), "form('disclosure')", _("加披露"),
           _("登记查不到、由调解员自己说明的关系"), ("conflict",), 20),
    Action("conflict.note", ("b", "f8"), "note_search", _("记一次查询"),
           _("现在再查一次,记下日期和结果"), ("conflict",), 30),
    Action("conflict.save", ("x", "shift+f6"), "save_note", _("存记录"),
           _("把查询记录存成一页,供入卷"), ("conflict",), 40),
    Action("interest.change", ("enter",), "open", _("修改"), _("修改光标所在的一条"),
           ("interests",), 10),
    Action("interest.new", ("n", "f2"), "new_interest", _("新增"),
           _("登记一条:工作单位、公司、近亲属、行业、诉讼角色、专长、旗区"), ("interests",), 20),
    Action("interest.drop", ("delete", "ctrl+d"), "drop_interest", _("删去"),
           _("删去光标所在的一条"), ("interests",), 30),
    Action("roster.interests", ("i", "f7"), "interests", _("利害关系"),
           _("光标所在调解员的工作单位、公司、近亲属等,派案时据此查回避"), ("roster",), 58),
    Action("agreement.clause", ("a", "f6"), "add_clause", _("加条款"),
           _("加一条:谁给谁、给多少、什么时候、怎么给"), ("agreement",), 20),
    Action("agreement.back", ("u", "f10"), "take_back", _("撤销履行"),
           _("撤销光标所在或最后的一笔履行"), ("agreement",), 70),
    Action("agreement.save", ("o", "shift+f6"), "save_paper", _("存文书"),
           _("把协议书存成 Word 文书,打印出来签名"), ("agreement",), 68),
    Action("agreement.drop", ("delete", "f9"), "drop_clause", _("删条款"),
           _("删去光标所在的条款"), ("agreement",), 80),
    Action("case.jump", ("j", "f3"), "jump", _("跳到"),
           _("跳到案件的一节:案情、当事人、调解会、协议、履行、材料、备注、改动"), ("case",), 25),
    Action("case.log", ("l", "f10"), "form('log')", _("一行记"),
           _("用一行记一次调解:时间 方式 @到场人 经过 #事实 #妥协 #私 #下步"), ("case",), 52),
    Action("case.people", ("d", "f9"), "people", _("当事人"),
           _("改、加、删当事人和代理人"), ("case",), 74),
    Action("case.papers", ("m", "shift+f6"), "papers", _("材料"),
           _("按清单登记在卷的材料"), ("case",), 76),
    Action("case.tags", ("k", "shift+f5"), "tags", _("标签"),
           _("给案件加上或去掉标签"), ("case",), 78),
    Action("case.statements", ("w", "shift+f9"), "statements", _("事实陈述"),
           _("记无争议事实和妥协陈述,分开存放"), ("case",), 0),
    Action("case.uncover", ("h", "shift+f10"), "uncover", _("看/遮备注"),
           _("私人备注平时遮盖,按一次显示,离开时再遮上"), ("case",), 0),
    Action("case.particulars", ("H", "ctrl+b"), "particulars", _("看/遮号码"),
           _("电话、证件号、地址平时脱敏,按一次显示并留下审计记录,离开时再遮上"), ("case",), 0),
    Action("case.note", ("b", "shift+f4"), "note", _("写备注"),
           _("写一条只有自己看得到的私人备注"), ("case",), 0),
    Action("case.transcript", ("o", "ctrl+l"), "transcript", _("转录单"),
           _("按对方系统的次序逐项复制、打勾;录后改动的有标记"), ("case",), 0),
    Action("transcript.copy", ("enter", "c", "f6"), "copy", _("复制"),
           _("复制光标所在的一项,到对方系统粘贴"), ("transcript",), 10),
    Action("transcript.tick", ("space", "f7"), "tick", _("打勾"),
           _("这一项已录入;再按一次取消"), ("transcript",), 20),
    Action("case.history", ("v", "shift+f1"), "history", _("改动"),
           _("翻看、查找案件的全部改动"), ("case",), 0),
    Action("edit", ("e", "f4"), "edit", _("修改"), _("修改光标所在的一项"), ("roster",), 50),
    Action("names", ("H", "ctrl+f11"), "names", _("看/遮姓名"),
           _("设了脱敏的姓名,按一次显示并留下审计记录;锁屏、换窗口时再遮上"),
           ("home", "cases", "listed"), 0),
    Action("filter.value", ("f", "f9"), "only_value", _("只看此值"),
           _("只看与光标所在栏相同的案件(左右键选栏)"), ("cases",), 80),
    Action("filter.all", ("F", "shift+f9"), "all_values", _as("filter", "还原"), _("去掉全部条件"),
           ("cases",), 90),
    Action("filter.dialog", ("v", "f10"), "filters", _("筛选"),
           _("按法院、案由、来源、调解员、结果、月份筛选"), ("cases",), 100),
    Action("filter.not", ("exclamation_mark", "ctrl+e"), "not_value", _("排除此值"),
           _("不看与光标所在栏相同的案件"), ("cases",), 82),
    Action("filter.back", ("b", "ctrl+b"), "conditions_back", _("退一步"),
           _("回到上一组条件"), ("cases",), 85),
    Action("sort", ("o", "shift+f10"), "sort", _("排序"),
           _("按光标所在栏排序,再按一次倒过来"), ("cases",), 110),
    Action("sort.more", ("O", "shift+f3"), "sort_more", _("再排"),
           _("前面各栏相同时再按光标所在栏排序"), ("cases",), 0),
    Action("views", ("V", "shift+f4"), "views", _("视图"),
           _("选用、存下视图:条件、排序和栏目"), ("cases",), 84),
    Action("mark.range", ("m", "shift+f5"), "mark_from_last", _("选到此"),
           _("从上次选中的一行选到这一行,或按 Shift+上下"), ("cases", "listed"), 0),
    Action("mark.all", ("asterisk", "ctrl+a"), "mark_all", _("全选"),
           _("选中清单里的全部案件,再按放开"), ("cases", "listed"), 0),
    Action("change.many", ("E", "shift+f2"), "change_many", _("批量改"),
           _("给选中的案件改同一项,先看每件改成什么"), ("cases", "listed"), 115),
    Action("cases.cross", ("w", "shift+f1"), "cross", _("交叉"),
           _("把现在列出的案件按两个维度交叉计数"), ("cases",), 116),
    Action("cases.paste", ("P", "ctrl+g"), "paste", _("粘贴"),
           _("从电子表格复制几行粘贴进来:先看再存"), ("cases",), 0),
    Action("cases.ties", ("T", "ctrl+f"), "ties", _("疑似利害"),
           _("导入的案件里,当事人与调解员本人、亲属、单位同名而还没有查过的"), ("cases",), 0),
    Action("reconcile", ("R", "ctrl+k"), "reconcile", _("对账"),
           _("把法院的表与登记的案件逐项比较,不导入"), ("cases",), 0),
    Action("reconcile.file", ("o", "f6"), "choose_file", _("选文件"),
           _("打入法院的表的路径;也可在电子表格里复制后粘贴到这里"), ("reconcile",), 20),
    Action("case.delete", ("delete", "ctrl+d"), "delete", _("删除"),
           _("放进回收站,写明原因;可以还原"), ("cases", "case", "listed"), 0),
    Action("bin", ("D", "ctrl+r"), "bin", _("回收站"), _("已删除的案件:还原或彻底删除"),
           ("cases",), 0),
    Action("disputes", ("X", "ctrl+l"), "disputes", _("交换冲突"),
           _("与别的电脑合并时两边都改过的案件,逐栏选"), ("cases",), 0),
    Action("exchange", ("B", "ctrl+f10"), "exchange", _("带出合并"),
           _("用 U 盘与联络办或调解员来往:交出、接收、回执、公钥"), ("cases",), 0),
    Action("exchange.make", ("m", "f6"), "make", _("交出"),
           _("给光标所在的一方做一份文件,装上对方还没有回执的案件"), ("exchange",), 20),
    Action("exchange.take", ("t", "f7"), "take", _("接收"),
           _("接收一份文件:先看会改变什么,再合并"), ("exchange",), 30),
    Action("exchange.receipt", ("v", "f8"), "receipt", _("做回执"),
           _("给光标所在的一方做回执,说明上一份收到了哪些"), ("exchange",), 40),
    Action("exchange.partner", ("a", "f9"), "add_partner", _("登记对方"),
           _("登记对方的公钥文件;登记后念一遍指纹核对"), ("exchange",), 50),
    Action("exchange.keys", ("p", "f4"), "keys", _("我的公钥"),
           _("生成密钥,或把公钥存成文件交给对方"), ("exchange",), 60),
    Action("exchange.revoke", ("delete", "ctrl+d"), "revoke", _("停用"),
           _("停用光标所在一方的公钥:丢了电脑或换了密钥时用"), ("exchange",), 0),
    Action("exchange.disputes", ("x", "f3"), "disputes", _("冲突"),
           _("两边都改过的案件,逐栏选"), ("exchange",), 70),
    Action("disputes.open", ("enter",), "open", _("对照"), _("逐栏看两边的内容"), ("disputes",), 10),
    Action("dispute.choose", ("enter", "space"), "open", _("选这一边"), _("这一栏取光标所在的一边"),
           ("dispute",), 10),
    Action("dispute.ours", ("a", "f6"), "all_ours", _("全取本机"), _("各栏都留本机的"), ("dispute",), 20),
    Action("dispute.theirs", ("t", "f7"), "all_theirs", _("全取对方"), _("各栏都取对方的"),
           ("dispute",), 30),
    Action("dispute.do", ("ctrl+s", "f10"), "do_it", _("照此保存"), _("按所选保存,记在案件的历史里"),
           ("dispute",), 40),
    Action("bin.restore", ("enter",), "open", _("还原"), _("把光标所在的案件放回台账"), ("bin",), 10),
    Action("bin.remove", ("delete", "ctrl+d"), "remove", _("彻底删除"),
           _("从回收站彻底删除,不能还原"), ("bin",), 20),
    Action("preview.do", ("ctrl+s", "f10"), "do_it", _("照此保存"), _("照所列的保存"),
           ("preview",), 10),
    Action("form.save", ("ctrl+s", "f10"), "save", _("保存"), _("存下这张表,并说明存了什么"),
           ("form", "form.register")),
    Action("form.list", ("f4",), "list_all", _("列出"),
           _("列出可选的法院、案由、调解员"), ("form", "form.register")),
    Action("form.enroll", ("f2",), "enroll", _("列入名册"),
           _("把“调解员”里打的名字列入名册"), ("form", "form.register")),
    Action("form.help", ("f1",), "help", _("帮助"), _("表里能按的键"), ("form", "form.register")),
    Action("form.paste", ("f5",), "paste_referral", _("贴来文"),
           _("另开一页贴来文,或读文本文件"), ("form.register",)),
    Action("form.earlier", ("f6",), "copy_earlier", _("抄前案资料"),
           _("抄前案里这位当事人的资料"), ("form.register",)),
    Action("form.open_earlier", ("f7",), "open_earlier", _("打开前案"),
           _("打开前案"), ("form.register",)),
    Action("form.take", ("f8",), "take_offered", _("换成来文的"),
           _("换成来文写的(您先填过、与来文不同的项)"), ("form.register",)),
    Action("undo", ("u", "ctrl+z"), "undo", _("撤销"),
           _("撤销自己最近一次保存;重开程序后仍可撤销"), (*_CASE, "sessions", "bin"), 117),
    Action("redo", ("U", "ctrl+y"), "redo", _("重做"), _("重做刚撤销的"), (*_CASE, "sessions", "bin"), 0),
    Action("mark", ("space",), "mark", _("选中"), _("选中或放开一行"), ("cases", "listed"), 0),
    Action("export", ("x", "shift+f6"), "export", _("导出"), _("把现在看到的存成文件"),
           ("cases", "listed", "month", "cross", "member", "pay", "reconcile"), 80),
    Action("month.before", ("left_square_bracket", "f6"), "shift_period(-1)", _("前一期"),
           _("前一个月(或同样长的前一段)"), ("month", "member", "pay"), 20),
    Action("month.after", ("right_square_bracket", "f7"), "shift_period(1)", _("后一期"),
           _("后一个月(或同样长的后一段)"), ("month", "member", "pay"), 30),
    Action("month.period", ("p", "f8"), "ask_period", _("期间"),
           _("打入期间:2026-10、2026、2026-Q3、2026-H1、2026-01..2026-06"), ("month", "member", "pay"), 40),
    Action("month.court", ("f", "f9"), "ask_court", _("法院"),
           _("只看一个法院,或还原成全部"), ("month",), 50),
    Action("month.definitions", ("d", "f4"), "definitions", _("口径"),
           _("每个比率的公式,各口径的数和差在哪些案件"), ("month",), 60),
    Action("definitions.usual", ("b", "shift+f7"), "choose_usual", _("设为默认"),
           _("今后按光标所在的口径计算这个比率"), ("definitions",), 20),
    Action("month.seal", ("b", "shift+f7"), "seal", _("封存"),
           _("封存这份月报,数从此不变;已封存的,写明原因解封"), ("month",), 65),
    Action("month.corrections", ("y", "shift+f8"), "corrections", _as("noun", "更正"),
           _("封存以后改动了哪些数,是哪些案件;全部封存与解封的记录"), ("month",), 70),
    Action("month.cross", ("w", "shift+f4"), "cross", _("交叉"),
           _("按两个维度交叉计数,如案由 × 来源"), ("month",), 75),
    Action("month.funnel", ("g", "f3"), "funnel", _("漏斗图"),
           _("成功率与件数的漏斗图,按调解员、法院或调解组织;不排名"), ("month",), 72),
    Action("funnel.unit", ("v", "f10"), "choose_unit", _("换维度"),
           _("按调解员、按法院、按调解组织"), ("funnel",), 20),
    Action("cross.axes", ("v", "f10"), "choose_axes", _("维度"), _("换成别的两个维度"),
           ("cross",), 20),
    Action("cross.turn", ("t", "f8"), "turn", _("对调"), _("行和列对调"), ("cross",), 30),
    Action("cross.figure", ("f", "f9"), "choose_figure", _("哪个数"),
           _("数收案、结案、成功还是别的"), ("cross",), 40),
    Action("mediator.new", ("n", "f2"), "new_mediator", _("新增"), _("把一位调解员列入名册"),
           ("roster",), 20),
    Action("roster.find", ("slash", "f3"), "find", _("查找"),
           _("按姓名、界别、专长、组织查找"), ("roster",), 30),
    Action("roster.member", ("m", "f6"), "member_file", _("一人一档"),
           _("光标所在调解员一年的工作,一页,可存成文件"), ("roster",), 55),
    Action("roster.pay", ("p", "f9"), "pay", _("补贴名单"),
           _("以案定补:预览、冻结、冲正"), ("roster",), 60),
    Action("pay.freeze", ("b", "shift+f7"), "freeze", _("冻结"),
           _("冻结这份名单,从此不变"), ("pay",), 50),
    Action("pay.reverse", ("z", "f4"), "reverse", _("冲正"),
           _("收回光标所在的一件,写明原因"), ("pay",), 60),
    Action("pay.lists", ("v", "f10"), "choose_list", _("冻结的名单"),
           _("打开一份冻结的名单"), ("pay",), 70),
    Action("roster.courts", ("t", "f8"), "turn_list", _("调解员/法院"),
           _("在调解员名册与鄂尔多斯法院之间切换"), ("roster",), 40),
    Action("totals.save", ("ctrl+s", "f10"), "save", _("保存"), _("把改过的格一次存下"),
           ("totals",), 20),
    Action("totals.court", ("f", "f9"), "ask_court", _("法院"), _("换一个法院"), ("totals",), 30),
    Action("totals.before", ("left_square_bracket", "f6"), "shift_year(-1)", _("上年"),
           _("前一年"), ("totals",), 40),
    Action("totals.after", ("right_square_bracket", "f7"), "shift_year(1)", _("下年"),
           _("后一年"), ("totals",), 50),
    Action("totals.undo", ("u", "shift+f8"), "undo_cell", _("还原此格"),
           _("光标所在一格回到已存的数"), ("totals",), 60),
    Action("settings.default", ("delete", "f9"), "default_keys", _("恢复默认"),
           _("光标所在一项回到默认"), ("settings",), 20),
    Action("back", ("escape",), "screen.back", _("返回"), _("回到刚才的地方"), (), 120),
    Action("refresh", ("r", "f5"), "screen.reload", _("刷新"), _("重新读取"), (), 130),
    Action("help", ("question_mark", "f1"), "app.help", _("帮助"), _("这里能按的键"), (), 140),
    Action("palette", ("ctrl+p", "f12"), "app.palette", _("按名称"), _("按名称找任何操作"), (), 0),
    Action("settings", ("comma", "ctrl+u"), "app.settings", _("设置"),
           _("颜色、按键、读屏界面、字符宽度"), (), 0),
    Action("export.cancel", ("ctrl+o",), "app.cancel_export", _("取消导出"),
           _("不再写正在写的文件,不留下半个"), (), 0),
    Action("lock", ("alt+l", "ctrl+f12"), "app.lock", _("立即锁屏"),
           _("盖住整个窗口;没存的内容都在,解锁后照旧"), (), 0, always=True),
    Action("theme", ("ctrl+t", "f11"), "app.turn_light", _("明暗"), _("浅色和深色之间切换"), (), 0,
           always=True),
    Action("quit", ("ctrl+q",), "app.leave", _("退出"), _("退出程序;没存的内容留作草稿"), (), 150,
           always=True),
)  # fmt: skip

_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "exclamation_mark": "!",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def key_name(key: str) -> str:
    """A key as people read it: ``ctrl+p`` is ``Ctrl+P``."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if len(key) == 1:
        return key
    return "+".join(part.capitalize() for part in key.split("+"))


def keys_in_effect(screen: Screen[Any]) -> dict[str, tuple[str, ...]]:
    """By the id of every action that acts on this screen now, the keys that do it."""
    found: dict[str, tuple[str, ...]] = {}
    for key, active in screen.active_bindings.items():
        if active.enabled and active.binding.id in _BY_ID:
            found[active.binding.id] = (*found.get(active.binding.id, ()), key)
    return found


def room_name(room: str) -> str:
    """What a room is called, as people know it; the name itself of one that has no name."""
    return ROOM_NAMES.get(room) or _INNER_ROOM_NAMES.get(room, room)


def everywhere() -> Iterator[Action]:
    """The actions that belong to no room."""
    return (action for action in ACTIONS if not action.rooms)


def of_room(room: str) -> Iterator[Action]:
    """The actions that one room adds."""
    return (action for action in ACTIONS if room in action.rooms)


def action_named(identifier: str) -> Action:
    """The action with this id; raises ``KeyError``."""
    return _BY_ID[identifier]


OF_EVERY_FORM = frozenset(action.id for action in of_room("form"))
_BY_ID = {action.id: action for action in ACTIONS}
