"""What the tests of the command line share: an answer, and a few rows of a ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """stdout read as JSON."""
        return json.loads(self.out)


Call = Callable[..., Answer]

HEADINGS = "调解编号,法院案号,承办法院,来源,案由,申请人,被申请人,标的额(元),调解员,委派日期,签收日期,终结日期,结果,协议金额(元)"
GOOD = "A-1,（2026）内0603民初11号,康巴什区法院,委托,民间借贷纠纷,王小丽,赵大海,20万,高文彬,2026-10-08,2026-10-09,2026-10-20,成功,150000"
OPEN = "A-2,（2026）内0602民初12号,东胜区法院,委托,买卖合同纠纷,蓝原商贸公司,李强,86500,高文彬,2026-10-12,2026-10-13,,,"
BAD = "A-3,（2026）内0602民初13号,东胜区法院,委托,买卖合同纠纷,某公司,李四,约20万,高文彬,2026-10-12,2026-10-13,,,"
