from __future__ import annotations

from threading import Event, Thread

import pytest

from worker.company import Company
from worker.domain.deadlines import Deadline

AT_ONCE = Deadline.after(0)
SOON = 10.0


def comes(company: Company, *, alone: bool) -> bool:
    with company.join(AT_ONCE, lambda: None, alone=alone) as came:
        return came


def test_jobs_work_side_by_side() -> None:
    company = Company()

    with company.join(AT_ONCE, lambda: None, alone=False) as came:
        assert (came, comes(company, alone=False)) == (True, True)


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True)])
def test_nobody_works_beside_one_that_is_to_be_alone(*, first: bool, second: bool) -> None:
    company = Company()

    with company.join(AT_ONCE, lambda: None, alone=first) as came:
        assert (came, comes(company, alone=second)) == (True, False)
    assert comes(company, alone=second)


def test_one_that_is_to_be_alone_waits_for_the_others() -> None:
    company, waits, came = Company(), Event(), Event()

    def wait() -> None:
        with company.join(Deadline.after(SOON), waits.set, alone=True) as has_come:
            if has_come:
                came.set()

    with company.join(AT_ONCE, lambda: None, alone=False):
        other = Thread(target=wait)
        other.start()
        assert waits.wait(SOON)
        assert not came.is_set()
    other.join(SOON)
    assert came.is_set()
