#!/usr/bin/env python3
"""Runs Go programs and compares with what real Go did.

usage: check-programs.py SPANSCAPE DIR
For each X.go: X.want is the standard output. X.status is the exit status (0 without it); X.err, if there, is how the
standard error begins. A trailing "(...)" of a trace's frame stands for arguments.
"""

import pathlib
import re
import subprocess
import sys


def normal(text):
    """Traces name files and code offsets as they please; a frame's arguments may be elided."""
    text = re.sub(r"\t\S*/([^/\s]+:\d+) \+0x[0-9a-f]+", r"\t\1", text)
    text = re.sub(r"\t([^/\s]+:\d+) \+0x[0-9a-f]+", r"\t\1", text)
    text = re.sub(r"pc=0x[0-9a-f]+", "pc=PC", text)
    return re.sub(r"^(\w[\w./*()]*)\(.+\)$", r"\1(...)", text, flags=re.M)


def check(spanscape, program):
    want = program.with_suffix(".want").read_text(encoding="utf-8")
    status_file, err_file = program.with_suffix(".status"), program.with_suffix(".err")
    status = int(status_file.read_text()) if status_file.exists() else 0
    run = subprocess.run([spanscape, "run", str(program)], capture_output=True, text=True, timeout=120)
    if run.stdout != want:
        return "standard output differs:\n" + run.stdout[:2000]
    if run.returncode != status:
        return f"exit status {run.returncode}, not {status}\n{run.stderr[:500]}"
    if err_file.exists() and not normal(run.stderr).startswith(normal(err_file.read_text())):
        return "standard error differs:\n" + run.stderr[:2000]
    return None


def main():
    spanscape, folder = sys.argv[1:]
    programs = sorted(pathlib.Path(folder).glob("*.go"))
    print(f"1..{len(programs)}")
    failed = 0
    for n, program in enumerate(programs, 1):
        problem = check(spanscape, program)
        failed += problem is not None
        print(f"{'ok' if problem is None else 'not ok'} {n} {program.stem}")
        for line in (problem or "").splitlines():
            print("# " + line)
    sys.exit(1 if failed else 0)


main()
