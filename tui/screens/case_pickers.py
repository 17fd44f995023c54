"""What can be chosen in a case room: whom to change, which tag, which paper, which statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mediation.cases.case import Case
from mediation.cases.folder import LONGEST_TAG, Folder
from mediation.cases.notes import PrivateNote
from mediation.cases.party import Party
from mediation.cases.plain import clean_line
from mediation.i18n import _
from mediation.office.casework import CaseFile
from mediation.registry.papers import papers_of
from tui.screens.picker import Choice, names_match
from tui.text import cut

_SHOWN = 60


def matching(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Those that fit what was typed."""
    return [one for one in choices if names_match(text, f"{one.label} {one.note}")]


def people(case: Case) -> list[Choice]:
    """Parties and agents to change, to add, to take out; answers form and names, or ``drop``."""
    found: list[Choice] = []
    for party in case.parties:
        found.append(Choice(party.name, party.side.label, ("party", party.name)))
        for agent in party.agents:
            note = _("{name} 的代理人").format(name=party.name)
            found.append(Choice(f"  {agent.name}", note, ("agent", party.name, agent.name)))
    found.append(Choice(_("新增当事人"), "", ("party", "")))
    for party in case.parties:
        label = _("给 {name} 加代理人").format(name=party.name)
        found.append(Choice(label, "", ("agent", party.name, "")))
    return [*found, *_removals(case.parties)]


def _removals(parties: Sequence[Party]) -> Iterator[Choice]:
    for party in parties:
        yield Choice(_("删去 {name}").format(name=party.name), party.side.label, ("drop", party))
        for agent in party.agents:
            yield Choice(
                _("删去代理人 {name}").format(name=agent.name), party.name, ("drop", party, agent)
            )


def tags(folder: Folder, used: Sequence[tuple[str, int]], text: str) -> list[Choice]:
    """Tags to put on, the one just typed among them; then those to take off."""
    wanted = text.lstrip("#＃")
    found = [
        Choice(f"#{tag}", _("{count} 件案件有").format(count=count), ("add", tag))
        for tag, count in used
        if tag not in folder.tags
    ]
    fitting = matching(found, wanted)
    typed = clean_line(wanted)
    known = {tag for tag, _count in used} | set(folder.tags)
    if typed and typed not in known and len(typed) <= LONGEST_TAG:
        fitting.append(Choice(_("新标签 #{tag}").format(tag=typed), "", ("add", typed)))
    borne = [Choice(_("去掉 #{tag}").format(tag=tag), "", ("drop", tag)) for tag in folder.tags]
    return [*fitting, *matching(borne, wanted)]


def papers(file: CaseFile) -> list[Choice]:
    """The checklist with the source of each paper; what must be there and is not stands first."""
    ticks = {tick.paper: tick for tick in file.folder.ticks}
    found = []
    for paper in papers_of(file.case, file.sessions, file.folder):
        tick = ticks.get(paper.key)
        sign = "[x]" if tick else "[ ]"
        need = str(tick.on) if tick else _("必须") if paper.must else _("按需")
        choice = Choice(f"{sign} {paper.name}", f"{need}  {paper.source}", paper.key)
        found.append((tick is not None, not paper.must, choice))
    return [choice for _ticked, _optional, choice in sorted(found, key=lambda one: one[:2])]


def statements(folder: Folder) -> list[Choice]:
    """What was said, to change or to take out, and a new one."""
    both = (*folder.facts, *folder.compromises)
    found = [Choice(_("新记一条"), "", ("change", ""))]
    for said in both:
        note = f"{said.zone.label}  {said.on}"
        found.append(Choice(cut(said.text, _SHOWN), note, ("change", str(said.id))))
    for said in both:
        label = _("删去: {text}").format(text=cut(said.text, _SHOWN))
        found.append(Choice(label, said.zone.label, ("drop", said)))
    return found


def notes(shown: Sequence[PrivateNote]) -> list[Choice]:
    """The uncovered notes to change or to take out, and a new one."""
    found = [Choice(_("新写一条"), "", ("change", ""))]
    for note in shown:
        found.append(Choice(cut(note.text, _SHOWN), str(note.on), ("change", str(note.id))))
    for note in shown:
        label = _("删去: {text}").format(text=cut(note.text, _SHOWN))
        found.append(Choice(label, str(note.on), ("drop", note)))
    return found
