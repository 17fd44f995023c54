"""Values as the compact JSON that the tables keep."""

from __future__ import annotations

from json import JSONEncoder

compact = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
