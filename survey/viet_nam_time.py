"""Viet Nam's time: which day it is there, whatever zone the machine is in."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(moment: datetime) -> date:
    """The day of an aware moment in Viet Nam."""
    return moment.astimezone(VIET_NAM).date()


def day_began(moment: datetime) -> datetime:
    """When the day of an aware moment began in Viet Nam."""
    return datetime.combine(day_of(moment), time(), VIET_NAM)
