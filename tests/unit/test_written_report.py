"""The report as sentences, as a Word document over a template, as PDF and as Markdown."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mediation.cases.terms import Outcome, Performance
from mediation.errors import MediationError
from mediation.figures.checks import Check
from mediation.figures.corrections import Seal
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.reports import typesetting
from mediation.reports.chart_figures import chart_figures, ticks
from mediation.reports.csv_form import as_csv
from mediation.reports.document import Paragraph, Picture, compose, official
from mediation.reports.edition import Edition
from mediation.reports.markdown_form import as_markdown
from mediation.reports.pages_back import page_texts, pages_digest
from mediation.reports.pdf_form import write_pdf
from mediation.reports.typesetting import NoTypesetting
from mediation.reports.word_form import write_template, write_word
from mediation.reports.word_templates import TemplateKind
from mediation.reports.writing import write_report
from mediation.reports.written_tables import group_tables
from tests.made_reports import ROSTER, closed_case, edition_over, many_cases, october_totals
from tests.office_suite import converted, needs_office


@pytest.fixture(scope="module")
def busy() -> Edition:
    entered = [october_totals("traffic", filings=180, mediated=128, closed=100, succeeded=90)]
    return edition_over(many_cases(900), entered)


def text_of(edition: Edition) -> str:
    return "\n".join(each.text for each in compose(edition).body if isinstance(each, Paragraph))


def closed(number: int, outcome: Outcome = Outcome.SUCCEEDED, **values: Any) -> Any:
    return closed_case(number, outcome, **values)


def test_the_first_sentence_says_what_and_how_many(busy: Edition) -> None:
    flow = busy.report.flow
    assert text_of(busy).startswith(
        f"2026年10月，特邀调解组织共办理特邀调解案件{flow.opening + flow.received}件"
        f"（旧存{flow.opening}件，新收{flow.received}件），结案{flow.closed}件，"
        f"期末未结{flow.pending}件。"
    )


def test_a_rate_stands_with_its_fraction_interval_and_definition() -> None:
    cases = [closed(n) for n in range(1, 31)]
    cases += [closed(n, Outcome.FAILED) for n in range(31, 41)]
    assert "调解成功率为75.0%（30/40，95%区间59.8%至85.8%，口径V1 成功÷结案）。" in text_of(
        edition_over(cases)
    )


def test_few_cases_are_told_as_counts_and_flagged_up_to_thirty() -> None:
    nine = text_of(edition_over([closed(n) for n in range(1, 10)]))
    assert "调解成功率的分母不足10件，只列件数（9/9，口径V1 成功÷结案）。" in nine
    assert "100.0%" not in nine
    ten = text_of(edition_over([closed(n) for n in range(1, 11)]))
    assert "调解成功率为100.0%（10/10，样本少，口径V1 成功÷结案）" in ten
    assert "区间" not in ten


def test_the_causes_that_led_are_named_with_their_share_and_their_base() -> None:
    cases = [
        closed(n, cause="a", cause_name="民间借贷纠纷", referred_on=date(year, 10, 8),
               signed_on=date(year, 10, 10), closed_on=date(year, 10, 20))
        for year, numbers in ((2025, range(1, 41)), (2026, range(41, 91)))
        for n in numbers
    ]  # fmt: skip
    cases += [closed(n, cause="b", cause_name="买卖合同纠纷") for n in range(100, 150)]
    written = text_of(edition_over(cases))
    assert "新收案件涉及案由2种。“买卖合同纠纷”新收最多，为50件，占新收总数的50.0%" in written
    assert "“民间借贷纠纷”，为50件，占新收总数的50.0%，较上年同期（40件）上升25.0%。" in written
    assert "新收较上年同期（40件）上升150.0%" in written


def test_over_the_break_of_2025_nothing_is_compared() -> None:
    june = closed(
        1, referred_on=date(2025, 6, 3), signed_on=date(2025, 6, 3), closed_on=date(2025, 6, 9)
    )
    edition = edition_over([june], period=Period.parse("2025-06"))
    assert "口径调整" in text_of(edition)
    assert "较上年同期" not in text_of(edition)


def test_over_the_break_the_courts_are_restated_on_one_base_in_every_writing() -> None:
    march = Period.parse("2025-03")
    entered = [
        CourtTotals(court="内0603", month=month, category="all", **values)
        for month, values in (
            (date(2025, 3, 1), {"filings": 2400, "mediated": 1200, "succeeded": 900}),
            (
                date(2024, 3, 1),
                {"filings": 1564, "mediated": 1258, "succeeded": 1024, "transferred": 239},
            ),
        )
    ]
    signed = {"signed_on": date(2025, 3, 3), "closed_on": date(2025, 3, 9)}
    edition = edition_over([closed(1, referred_on=date(2025, 3, 3), **signed)], entered, march)
    assert "按同一基数重列" in text_of(edition)
    assert "restated_now" in as_csv(edition.report)


def test_an_empty_month_says_so_and_has_no_empty_chapter() -> None:
    written = text_of(edition_over())
    assert written.startswith("2026年10月没有收案，也没有旧存案件。")
    assert "nan" not in written


def test_a_failed_check_is_written_into_the_report(busy: Edition) -> None:
    failed = Check("table", "各项之和 = 总数", passed=False, detail="26994 > 18440")
    report = replace(busy.report, checks=(*busy.report.checks, failed))
    assert "校验“各项之和 = 总数”不通过：26994 > 18440。" in text_of(replace(busy, report=report))


def test_mediators_are_listed_by_name_without_any_rate(busy: Edition) -> None:
    lines = as_markdown(busy).split("### 按委员")[1].split("###")[0].splitlines()
    names = [line.split("|")[1].strip() for line in lines if line.startswith("|")][2:-1]
    assert names == sorted(names)
    assert "%" not in "".join(lines)


def test_markdown_shows_hostile_names_as_they_are() -> None:
    name = "<b>*甲*|[x](http://a.b)`"
    written = as_markdown(edition_over([closed(1, cause="c", cause_name=name)]))
    assert "\\<b\\>\\*甲\\*\\|\\[x\\](http://a.b)\\`" in written


def test_official_text_has_full_width_marks() -> None:
    assert official("校验:通过(3 项),见 10:30、V1(a,b);甲(乙)") == (
        "校验：通过（3 项），见 10:30、V1(a,b);甲（乙）"
    )


# ---- Word


def test_the_document_has_the_official_page(busy: Edition, tmp_path: Path) -> None:
    write_word(busy, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    section = document.sections[0]
    page = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    page += [section.right_margin, section.bottom_margin]
    wanted = (210, 297, 37, 28, 26, 35)
    assert all(abs(one - Mm(size)) < Mm(0.05) for one, size in zip(page, wanted, strict=True))
    body, title = document.styles["公文正文"], document.styles["公文标题"]
    assert (body.font.size, title.font.size) == (Pt(16), Pt(22))
    fonts = [
        style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in (body, title, document.styles["公文一级标题"])
    ]
    assert fonts == ["仿宋_GB2312", "方正小标宋简体", "黑体"]
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in section.footer._element.xml


def test_the_document_says_what_the_report_says(busy: Edition, tmp_path: Path) -> None:
    write_word(busy, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    written = [paragraph.text for paragraph in document.paragraphs]
    assert written[0] == "2026年10月特邀调解工作情况报告"
    assert "一、收结情况" in written
    assert "2026年11月2日" in written
    assert [line for line in written if line.startswith(("附件：1. ", "2. ", "3. "))]
    assert "{{" not in "".join(written)
    assert len(document.inline_shapes) == 3
    cells = [cell.text for cell in document.tables[0].columns[1].cells]
    flow = busy.report.flow
    assert cells[1:4] == [str(flow.opening), str(flow.received), str(flow.closed)]


def test_a_template_of_ones_own_is_filled_even_where_a_word_is_cut_up(
    busy: Edition, tmp_path: Path
) -> None:
    template = Document()
    line = template.add_paragraph("")
    for piece in ("关于", "{{ 期", "间 ", "}}的通报,收案", "{{收案}}", "件"):
        line.add_run(piece)
    template.add_paragraph("{{ 案由分布 }}")
    template.add_paragraph("{{ 表:收结情况 }}")
    cell = template.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "成功率 {{ 成功率 }}"
    template.save(str(tmp_path / "t.docx"))
    write_word(busy, tmp_path / "a.docx", tmp_path / "t.docx")
    document = Document(str(tmp_path / "a.docx"))
    assert document.paragraphs[0].text == (
        f"关于2026年10月的通报,收案{busy.report.flow.received}件"
    )
    assert "新收最多" in document.paragraphs[1].text
    assert len(document.tables) == 2
    assert "%" in document.tables[1].cell(0, 0).text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ 没有的 }}", "认不得的占位:没有的"),
        ("{{ 标提 }}", "认不得的占位:标提,是不是“标题”"),
        ("｛｛ 表：按案油 ｝｝", "是不是“表:按案由”"),
        ("{{ 标题 }", "没有写全"),
        ("{{ 标题.__class__ }}", "认不得的占位"),
        ("前面 {{ 正文 }}", "要独占一段"),
    ],
)
def test_a_template_that_asks_for_what_is_not_there_is_refused(
    busy: Edition, tmp_path: Path, words: str, told: str
) -> None:
    template = Document()
    template.add_paragraph(words)
    template.save(str(tmp_path / "t.docx"))
    with pytest.raises(MediationError, match=told):
        write_word(busy, tmp_path / "a.docx", tmp_path / "t.docx")
    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_is_no_document_is_refused(busy: Edition, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(b"PK not really")
    with pytest.raises(MediationError, match="不是能用的 Word 模板"):
        write_word(busy, tmp_path / "a.docx", tmp_path / "t.docx")


def test_the_official_layout_can_be_had_as_a_template_and_filled(
    busy: Edition, tmp_path: Path
) -> None:
    write_template(tmp_path / "t.docx")
    assert "{{ 正文 }}" in [each.text for each in Document(str(tmp_path / "t.docx")).paragraphs]
    write_word(busy, tmp_path / "a.docx", tmp_path / "t.docx")
    write_word(busy, tmp_path / "b.docx")
    texts = [
        [each.text for each in Document(str(tmp_path / name)).paragraphs]
        for name in ("a.docx", "b.docx")
    ]
    assert texts[0] == texts[1]


def test_without_typesetting_a_document_says_which_picture_is_missing(
    busy: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> Any:
        raise NoTypesetting("没有中文字体")

    monkeypatch.setattr(typesetting, "chinese_fonts", nothing)
    write_word(busy, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    assert not document.inline_shapes
    assert sum("未能画出：没有中文字体" in each.text for each in document.paragraphs) == 3


@pytest.mark.parametrize("kind", TemplateKind)
def test_every_kind_of_template_is_filled_also_in_a_month_without_cases(
    busy: Edition, tmp_path: Path, kind: TemplateKind
) -> None:
    write_template(tmp_path / "t.docx", kind)
    for name, edition in (("a.docx", busy), ("b.docx", edition_over())):
        write_word(edition, tmp_path / name, tmp_path / "t.docx")
        document = Document(str(tmp_path / name))
        assert "{{" not in "".join(each.text for each in document.paragraphs)
        assert "2026年10月" in document.paragraphs[0].text


def test_a_name_may_be_typed_with_full_width_braces_and_colon(
    busy: Edition, tmp_path: Path
) -> None:
    template = Document()
    template.add_paragraph("｛｛表：主要指标｝｝")
    template.add_paragraph("收案{{ 收案 }}件,环比{{ 收案环比 }},{{ 调解 成功率 }}")
    template.save(str(tmp_path / "t.docx"))
    write_word(busy, tmp_path / "a.docx", tmp_path / "t.docx")
    document = Document(str(tmp_path / "a.docx"))
    assert len(document.tables) == 1
    assert "V1 成功÷结案" in document.paragraphs[-1].text


def test_the_three_way_table_lies_across_pages_of_its_own(busy: Edition, tmp_path: Path) -> None:
    write_word(busy, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    pages = [(each.page_width.mm, each.page_height.mm) for each in document.sections]
    assert [width > height for width, height in pages] == [False, True, False]
    tables = [each for each in document.tables if len(each.columns) == 13]
    assert len(tables) == 2
    total = [cell.text for cell in tables[0].rows[-1].cells]
    found = busy.report.three_way
    assert found is not None
    assert total[1:3] == [str(found.total.opening), str(found.total.received)]
    assert list(map(int, total[3:11])) == list(found.total.endings.values())
    assert "三分表按来源" in as_markdown(busy)


def test_the_rate_of_performance_tells_what_is_not_due_and_not_recorded() -> None:
    cases = [closed(n, performance=Performance.PERFORMED) for n in range(1, 31)]
    cases += [closed(n, performance=Performance.NOT_DUE) for n in range(31, 34)]
    cases += [closed(n) for n in range(34, 39)]
    assert (
        "自动履行率为100.0%（30/30，95%区间88.6%至100.0%，未到期 3 件、履行状态未登记 5 件，口径L2"
    ) in text_of(edition_over(cases))
    assert "自动履行率：本期没有已到期的协议，未到期 0 件、履行状态未登记 1 件。" in text_of(
        edition_over([closed(1)])
    )


@needs_office
def test_the_document_opens_in_an_office_suite(busy: Edition, tmp_path: Path) -> None:
    write_word(busy, tmp_path / "a.docx")
    printed = converted(tmp_path / "a.docx", "pdf", tmp_path / "again")
    assert printed.read_bytes().startswith(b"%PDF-")


# ---- PDF


def test_the_same_report_gives_the_same_pages_with_their_font(
    busy: Edition, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(busy, tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert first == second
    assert b"/FontFile" in first


def test_no_chinese_font_is_named_with_what_to_install(
    busy: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bare:
        class Fonts:
            def __init__(self, **_options: Any) -> None: ...

            def families(self) -> list[str]:
                return ["Libertinus Serif"]

    monkeypatch.setattr(typesetting, "_typst", lambda: Bare)
    typesetting.chinese_fonts.cache_clear()
    try:
        with pytest.raises(MediationError, match=r"没有中文字体.*fonts-noto-cjk"):
            write_pdf(busy, tmp_path / "a.pdf")
    finally:
        typesetting.chinese_fonts.cache_clear()
    assert list(tmp_path.iterdir()) == []


def test_hostile_text_is_only_shown_in_a_pdf(tmp_path: Path) -> None:
    name = '#panic("x") $ ] *_ \\ " #include "/etc/passwd"'
    write_pdf(edition_over([closed(1, cause="c", cause_name=name)]), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_no_phone_and_no_case_of_a_person_is_in_a_document(tmp_path: Path) -> None:
    from mediation.cases.case import Party
    from mediation.cases.terms import Side

    party = Party(side=Side.APPLICANT, name="王芳", phone="13912345678", id_number="150602")
    edition = edition_over([closed(1, parties=(party,), remark="私下的话")])
    write_word(edition, tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as parts:
        content = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    for secret in ("王芳", "13912345678", "私下的话"):
        assert secret not in content + as_markdown(edition)


@pytest.mark.parametrize(
    ("most", "found"),
    [
        (0, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (47, [0, 10, 20, 30, 40, 50]),
        (100, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_axes_have_round_numbers(most: int, found: list[int]) -> None:
    assert ticks(most) == found


def test_a_funnel_is_drawn_from_three_units_with_cases_enough_on(busy: Edition) -> None:
    assert any(isinstance(each, Picture) and each.chart == "funnel" for each in compose(busy).body)
    few = edition_over([closed(n) for n in range(1, 40)])
    assert chart_figures(few)["funnel"] is None
    assert not any(
        isinstance(each, Picture) and each.chart == "funnel" for each in compose(few).body
    )


def test_a_chart_names_no_person(busy: Edition) -> None:
    assert "乌兰图雅" not in str(chart_figures(busy)["funnel"])


def sealed(edition: Edition) -> Edition:
    """The same edition under a seal."""
    return replace(
        edition, report=replace(edition.report, sealed=Seal("ab12cd34" * 8, edition.report.made_at))
    )


def test_the_last_page_never_has_the_date_alone(busy: Edition, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    write_word(sealed(busy), file)
    lines = Document(str(file)).paragraphs
    last = next(each for each in lines if "SHA-256" in each.text)
    following = lines[lines.index(last) : lines.index(last) + 4]
    assert all(each.paragraph_format.keep_with_next for each in following[:2])
    assert last.alignment == WD_ALIGN_PARAGRAPH.LEFT, "words before a digest are not spread"


def test_a_digest_stays_inside_the_page_of_a_pdf(busy: Edition, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    write_pdf(sealed(busy), file)
    pages = page_texts(file.read_bytes(), file)
    assert pages_digest(pages) == "ab12cd34" * 8
    assert not any("ab12cd34" * 8 in line for page in pages for line in page.splitlines())


@pytest.mark.parametrize("end", [".docx", ".pdf"])
def test_the_steps_of_a_document_are_told_up_to_the_last(
    busy: Edition, tmp_path: Path, end: str
) -> None:
    told: list[tuple[int, int]] = []
    write_report(busy, tmp_path / f"a{end}", progress=lambda *step: told.append(step))
    assert len(told) > 5
    assert [done for done, _whole in told] == list(range(len(told)))
    assert {whole for _done, whole in told} == {len(told) - 1}


@pytest.mark.parametrize("end", [".docx", ".pdf"])
def test_a_document_stopped_between_two_steps_is_absent(
    busy: Edition, tmp_path: Path, end: str
) -> None:
    def stop(done: int, _whole: int) -> None:
        if done == 3:
            raise MediationError("不要了")

    with pytest.raises(MediationError, match="不要了"):
        write_report(busy, tmp_path / f"a{end}", progress=stop)
    assert list(tmp_path.iterdir()) == []


def in_three_studios(cases: int) -> Edition:
    """A busy month whose three mediators work in three studios."""
    names = dict(zip((str(each.id) for each in ROSTER), ("甲室", "乙室", "丙室"), strict=True))
    return replace(edition_over(many_cases(cases)), studios={"": "", **names})


def test_studios_are_the_points_of_the_funnel_where_courts_are_few() -> None:
    edition = in_three_studios(900)
    captions = [each.caption for each in compose(edition).body if isinstance(each, Picture)]
    assert "图3  成功率与控制限（每点一个调解室，不署名，不是名次）" in captions
    assert len(chart_figures(edition)["funnel"]["points"]) == 3
    assert "3个调解室" in text_of(edition)


def test_the_table_by_studio_has_the_sums_of_its_mediators() -> None:
    edition = in_three_studios(900)
    (table,) = [each for each in group_tables(edition) if each.caption.startswith("按调解室")]
    assert [row[0] for row in table.rows] == ["丙室", "乙室", "甲室", "合计"]
    for column in range(1, len(table.headings) - 1):
        *parts, whole = (int(row[column]) for row in table.rows)
        assert sum(parts) == whole


def test_an_edition_that_kept_no_studios_speaks_of_none() -> None:
    edition = replace(edition_over(many_cases(900)), studios={})
    assert "调解室" not in text_of(edition) + "".join(
        each.caption for each in group_tables(edition)
    )
