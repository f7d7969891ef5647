"""Mutation testing of the rooms in which a mistake would cost most (`make mutants`).

mutmut writes the mutants: small changes of the code, each of which a test should notice. Which of
them are tried, and by which tests, is said here, because all of them would take days: a sample of
each module, drawn by a seed, and of the tests that reach the changed function the most specific
first, as many as fit into some seconds. So the score is a lower bound. Each mutant is tried in a
process of its own, forked from one that has collected all tests and run none.

    python -m tools.mutants [MUTANTS OF EACH MODULE [WORDS FOR PYTEST ...]]

What was found lies in mutants/found.json as it is found; survivors are shown at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

SEED = 11
ALL = Path("mutants")
REACHED, FOUND = "reached.json", "found.json"  # below ALL, where pytest runs
_SECONDS = 10.0  # of tests for a mutant, as they took without it
_TIMES = 5  # so much longer a mutant may take


@dataclass(frozen=True)
class Reached:
    """A test: the processor time that it took, and the functions that it reached."""

    test: str
    seconds: float
    functions: tuple[str, ...]


def write_mutants() -> None:
    """Has mutmut write the mutants of every module that pyproject.toml names."""
    from mutmut import __main__ as mutmut

    mutmut.set_mutant_under_test("mutant_generation")
    ALL.mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.store_lines_covered_by_tests()
    mutmut.create_mutants(1)


def sampled(each: int) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Of each module its name, the mutants that are tried, and how many there are."""
    for meta in sorted(Path().rglob("lfe_cli/**/*.meta")):
        known = sorted(json.loads(meta.read_text())["exit_code_by_key"])
        drawn = random.Random(f"{SEED} {meta.name}").sample(known, min(each, len(known)))
        yield meta.as_posix().removesuffix(".meta"), tuple(drawn), len(known)


def function_of(mutant: str) -> str:
    """The function that a mutant changes."""
    return mutant.partition("__mutmut_")[0]


def tests_for(function: str, reached: Sequence[Reached]) -> tuple[Reached, ...]:
    """The tests that reach a function: the most specific first, as many as there is time for."""
    those = [one for one in reached if function in one.functions]
    chosen, seconds = [], 0.0
    for one in sorted(those, key=lambda r: (len(r.functions), r.seconds)):
        seconds += one.seconds
        if chosen and seconds > _SECONDS:
            break
        chosen.append(one)
    return tuple(chosen)


class Trying:
    """A plugin: instead of running the tests that were collected, it tries each mutant on some."""

    def __init__(self, each: int) -> None:
        self.each, self.failed = each, False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        reached = self._reached(session)
        by_name = {item.nodeid: item for item in session.items}
        modules = list(sampled(self.each))
        found: dict[str, Any] = {"modules": {name: number for name, _, number in modules}}
        for number in range(self.each):  # each module by turns, so that it may be stopped early
            for _, mutants, _ in modules:
                if number < len(mutants):
                    found[mutants[number]] = self._try(mutants[number], reached, by_name)
                    Path(FOUND).write_text(json.dumps(found, indent=1))
        return True

    def _try(
        self, mutant: str, reached: Sequence[Reached], items: Mapping[str, pytest.Item]
    ) -> dict[str, Any]:
        tests = [one for one in tests_for(function_of(mutant), reached) if one.test in items]
        if not tests:
            return {"is": "not reached", "tests": 0}
        limit = 5 + _TIMES * sum(one.seconds for one in tests)

        def run() -> int:
            os.environ["MUTANT_UNDER_TEST"] = mutant
            return self._first_to_fail([items[one.test] for one in tests])

        code = _in_a_process(run, int(limit))
        said = {0: "survived", 1: "killed"}.get(code, "killed by time or crash")
        return {"is": said, "tests": len(tests)}

    def _first_to_fail(self, items: Sequence[pytest.Item]) -> int:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return 1
        return 0

    def _reached(self, session: pytest.Session) -> tuple[Reached, ...]:
        """What every test reaches: measured once, a module of tests in a process."""
        path = Path(REACHED)
        lines = path.read_text().splitlines() if path.exists() else []
        known = {json.loads(line)["test"].partition("::")[0] for line in lines}
        by_module = defaultdict(list)
        for item in session.items:
            by_module[item.nodeid.partition("::")[0]].append(item)
        for module, items in by_module.items():
            if module not in known:
                _in_a_process(lambda items=items: self._measure(items), 1200)
        return tuple(Reached(**json.loads(line)) for line in path.read_text().splitlines())

    def _measure(self, items: Sequence[pytest.Item]) -> int:
        from mutmut.state import state

        os.environ["MUTANT_UNDER_TEST"] = "stats"
        with Path(REACHED).open("a") as file:
            for item, following in zip(items, [*items[1:], None], strict=True):
                self.failed, start = False, time.process_time()
                state()._stats.clear()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                functions = tuple(sorted(state()._stats))
                one = Reached(item.nodeid, time.process_time() - start, functions)
                if not self.failed and functions:  # what fails without a mutant tells nothing
                    file.write(json.dumps(asdict(one)) + "\n")
                    file.flush()
        return 0


def _in_a_process(does: Callable[[], int], seconds: int) -> int:
    """Forks; the exit code, or the signal below 0. What it started ends with it."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        code = 1
        try:
            code = does()
        finally:
            os._exit(code)
    until = time.monotonic() + 30 * seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def main(each: int) -> int:
    if not ALL.exists():
        write_mutants()
    from mutmut.configuration import config

    config()  # read where it is: the tests go elsewhere
    os.chdir(ALL)
    here = str(Path.cwd())  # for these tests, and for the processes that they start
    os.environ |= {"LFE_OFFICE": "none", "MUTANT_UNDER_TEST": "", "PYTHONPATH": here}
    sys.path[:0] = [here]
    words = ["-q", "-m", "not long", "-p", "no:cacheprovider", "--rootdir=.", *sys.argv[2:]]
    code = int(pytest.main(words, plugins=[Trying(each)]))
    os.chdir("..")
    show(json.loads((ALL / FOUND).read_text()))
    return code


def show(found: dict[str, Any]) -> None:
    """The survivors, each as a change, and how many of each room's mutants were noticed."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, tried in found.items():
        if mutant == "modules":
            continue
        rooms[mutant.split(".")[1]][tried["is"]] += 1
        if tried["is"] == "survived":
            print(f"\n{mutant}, {tried['tests']} tests", get_diff_for_mutant(mutant), sep="\n")
    for room, counted in sorted(rooms.items()):
        killed = sum(number for said, number in counted.items() if said.startswith("killed"))
        print(f"{room}: {killed} of {counted.total()} noticed; {dict(counted)}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
