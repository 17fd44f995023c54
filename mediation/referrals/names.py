"""What can be the name of a party: a person's, a Mongolian one too, or an organisation's."""

from __future__ import annotations

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_DOTS = "·•・‧∙⋅●"
_RUN = re.compile(
    f"[{HAN}A-Za-z0-9{_DOTS}&×*\u0400-\u04ff\u1820-\u18aa]+|\\([{HAN}]{{1,8}}\\)(?=[{HAN}]{{2}})"
)
_BRACKET = re.compile(
    r"\((?:以下|下称|简称|曾用|原名|系|电话|手机|身份|联系|统一|个体|反诉|本诉|原审|[原被]告|[被]?申请|第三)"
)
_ENDS = (
    "有限责任公司|股份有限公司|有限公司|分公司|子公司|公司|合作联社|合作社|联合社|信用社|信用联社|支行|分行|银行"
    "|村民委员会|居民委员会|嘎查委员会|管理委员会|委员会|村委会|居委会|业委会|管委会|个体工商户|经营部|经销部|门市部"
    "|门市|商店|商行|超市|饭店|饭馆|餐馆|餐厅|酒店|宾馆|旅馆|面馆|酒楼|中心|医院|卫生院|卫生室|诊所|药店|学校"
    "|小学|中学|幼儿园|大学|学院|研究院|设计院|事务所|合伙企业|企业|农场|牧场|林场|养殖场|加油站|服务站|修理厂|工厂"
    "|煤矿|项目部|工程队|集团|工作室|协会|商会|基金会|人民政府|政府|办事处|管理局|财政局|教育局|住建局|大队|嘎查|牧民小组|村民小组"
)
_ORGANISATION = re.compile(f"(?:{_ENDS})")
_ONE_LETTER_END = re.compile("[厂店行馆社局站所部村队场园铺坊院校矿吧]\\Z")
_SPREAD = re.compile(f"([{HAN}])[ \u3000]{{1,4}}([{HAN}])(?![{HAN}{_DOTS}])")
_STEM = re.compile(f"[{HAN}A-Za-z0-9]{{2}}")
_STOP = re.compile(
    "与|诉|及其|以及|因|被告|原告|被申请|(?<!被)申请人|被上诉|上诉人|第三人|一案|之间|双方|等(?=[0-9一二两三四五六七八九十]+[人名户位]|人|\\Z)"
)
_AFTER_PERSON = re.compile(
    "的|那个|这个|那件|这件|健康权|生命权|身体权|名誉权|抚养|赡养|继承|侵权|相邻|土地|房屋|草场|承包|债务|债权|加工|承揽|运输|保险|劳动|服务|侵害|排除|产品|医疗|股权|票据|起诉|提起|要求|请求|申请|拖欠|欠|借款|借贷|货款|买卖|租赁|离婚|合同|工资|工程款|劳务|物业|交通事故|发生|关于|索要|追索|返还"
    "|先生|女士|同志|本人|联系|电话|手机|号码|身份|已|系|住|性别|现住"
)
_NOT_IN_A_NAME = re.compile(
    "支付|偿还|归还|返还|赔偿|给付|承担|认为|同意|申请|下落|签收|签订|主张|请求|要求|曾经|均|没有|无法|联系|电话|手机|身份|地址|代理|律师|法院|法官|庭"
    "|案件|案子|纠纷|调解|材料|当事|多次|催要|借款|货款|工资|合同|诉讼|起诉|送达|签字|到场|参加|陈述|提供|提出|履行|协商|标的|金额|委托|委派|经营者|负责|法定"
    "|书记员|助理|老师|你好|您好|我们|他们|对方|大家|本人|事实|理由|程序|意见|权利|义务|诉求|主要|情况|双方|各方|全部|另外|案由|案号|标的|电子|微信|地点|时间|日期|住所|信息|通知|姓名|名称|签名|盖章|方当事|向本|在本|自愿|表示|愿意|拒绝|收到|提交|以下|如下|详见|见附|附件|空白|不详|待定|未知|同上|暂无|男|汉族|蒙古族|出生|公民"
)
_ONLY_STARTS = re.compile(
    "[未不之我你您他她它们这该]|那[个些么样位]|其[他余中它]|尚未|如[果下有]|都[是有在]|就[是]|各[自方位]|双方|方便|在[本此]|已[经于]|可[以能]|将[于在]|有[个关]|无[法]"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包乌云温常康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
)
_MONGOLIAN = frozenset(
    "阿拉坦其格巴特尔那日苏乌兰图雅云木斯琴高娃毕力额敦仁呼和朝鲁宝音德布孟根哈萨娜敖都牧荣赛罕道吉扎赫希达来旺楚克钦嘎桑桂芳花丽青白玉珠金通套脑松满海勒热新夫奇沁查干胡毛恩贺什格嘉伦丹旦增洛布吾努敏杰照苏达古贵其木亚莎莲茹山虎龙宫代音查孟萨仁托娅格根必吐门乐吉木呢玛彦乎勿莫日策仍伊贡尔庆立力图布和温都苏铁鲍包斯钦夫牡仓央金丁巴音仓陶陶格陶照那顺德力格尔参丹色登"
)


def is_organisation(name: str) -> bool:
    """Whether the name ends as organisations' names do."""
    return bool(
        any(found.end() == len(name) for found in _ORGANISATION.finditer(name))
        or (len(name) >= 4 and _ONE_LETTER_END.search(name))
    )


def name_at(text: str, start: int, *, sure: bool) -> int:
    """Where the name that begins at ``start`` ends; ``start`` itself when none does.

    ``sure`` says that a label stands before it, so that a long unknown name may be a person's.
    """
    spread = _SPREAD.match(text, start) if sure else None
    if spread and is_person(spread[1] + spread[2], sure=True):
        return spread.end()
    run = _run(text, start)
    organisation = _organisation_end(run)
    if organisation:
        return start + organisation
    person = run.split("(", 1)[0]
    found = next((hit for hit in _AFTER_PERSON.finditer(person) if hit.start() >= 2), None)
    if found:
        person = person[: found.start()]
    return start + len(person) if is_person(person, sure=sure) else start


def _run(text: str, start: int) -> str:
    end = start
    while (piece := _RUN.match(text, end)) and not _BRACKET.match(text, end):
        end = piece.end()
        if end - start > 60:
            break
    run = text[start:end]
    stop = _STOP.search(run, 1)
    return run[: stop.start()] if stop else run


def _organisation_end(run: str) -> int:
    """Where an organisation's name ends in a run of letters, or 0."""
    ends = [
        hit.end() for hit in _ORGANISATION.finditer(run) if _STEM.match(run) and hit.start() >= 2
    ]
    if ends:
        return ends[-1]
    return len(run) if len(run) >= 4 and _ONE_LETTER_END.search(run) and "的" not in run else 0


def is_person(name: str, *, sure: bool) -> bool:
    """Whether this can be a person's name."""
    if (
        not re.fullmatch(f"[{HAN}{_DOTS}×*A-Za-z\u0400-\u04ff\u1820-\u18aa ]+", name)
        or len(name) < 2
    ):
        return False
    if _NOT_IN_A_NAME.search(name) or _ONLY_STARTS.match(name):
        return False
    if any(dot in name for dot in _DOTS):
        return len(name) <= 20 and name[0] not in _DOTS and name[-1] not in _DOTS
    if len(name) <= 4:
        return True
    familiar = sum(letter in _MONGOLIAN for letter in name) >= 0.8 * len(name)
    return len(name) <= 10 and (sure or familiar)


def is_name(name: str) -> bool:
    """Whether the whole of it can be a name where no label says so."""
    return name_at(name, 0, sure=False) == len(name) and len(name) >= 2


def joined(name: str) -> list[str]:
    """The names in ``张三和李四``; the name alone when it is one (天和商贸有限公司)."""
    for joint in re.finditer("和|及", name):
        left, right = name[: joint.start()], name[joint.end() :]
        if stands_alone(left) and stands_alone(right):
            return [left, right]
    return [name]


def stands_alone(name: str) -> bool:
    """Whether this is a name even where nothing says so: an organisation's, or of familiar letters."""
    if is_organisation(name):
        return len(name) >= 6
    return is_person(name, sure=False) and (
        (name[0] in _SURNAMES and len(name) <= 3)
        or len(name) > 4
        or (len(name) > 2 and _MONGOLIAN.issuperset(name))
    )
