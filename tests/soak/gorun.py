#!/usr/bin/env python3
"""The programs of real Go's own test directory that are to be run: how many pass here, and what the others want.

usage: gorun.py BUILD_DIR [--go-test DIR] [--seconds S] [--jobs N] [--list]

Reads an installed Go's test/ in place (Debian: golang-1.22-src); without one it says so and exits 77. A program passes if it
ends with status 0 within S seconds (30) and prints what its .out file says, if it has one. --list names each program that
does not pass with the first line that it printed. Exit status 0: this counts, it judges nothing.
"""

import argparse
import collections
import glob
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def find_tests():
    for folder in sorted(glob.glob("/usr/share/go-*/test") + glob.glob("/usr/lib/go*/test") + ["/usr/local/go/test"]):
        if os.path.isdir(folder):
            return folder
    return None


def to_run(folder):
    """A program whose first line of its own kind is a plain `// run`."""
    for path in sorted(pathlib.Path(folder).rglob("*.go")):
        for line in path.read_text(encoding="utf-8", errors="replace")[:4000].splitlines():
            if line.startswith("// run"):
                if line.strip() == "// run":
                    yield path
                break
            if line.startswith("package"):
                break


def try_program(spanscape, path, seconds):
    try:
        run = subprocess.run([spanscape, "run", str(path)], capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return "takes too long", ""
    said = (run.stdout + run.stderr).decode("utf-8", "replace")
    out = path.with_suffix(".out")
    if run.returncode < 0:
        return f"CRASH, signal {-run.returncode}", said
    if run.returncode != 0:
        unsupported = set(re.findall(r"(?:package )?(\S+) (?:is|are) not supported", said.replace("(", " ").replace(")", "")))
        if unsupported:
            return ", ".join(sorted(unsupported)), said
        return "an error of its own" if run.returncode == 1 else "a panic", said
    if out.exists() and run.stdout + run.stderr != out.read_bytes():
        return "other output", said
    return None, said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--go-test")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    folder = options.go_test or find_tests()
    if not folder:
        print("no Go is installed here whose test directory could be read (on Debian: golang-1.22-src)")
        return 77
    spanscape = os.path.join(options.build, "app", "spanscape")
    programs = list(to_run(folder))
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda path: try_program(spanscape, path, options.seconds), programs))
    reasons = collections.Counter(reason for reason, _ in results if reason)
    print(f"{len(programs)} programs to run in {folder}: {sum(not r for r, _ in results)} pass")
    for reason, count in reasons.most_common():
        print(f"{count:5} {reason}")
    if options.list:
        for path, (reason, said) in zip(programs, results):
            if reason:
                print(f"{path.relative_to(folder)}: {reason}: {said.splitlines()[0] if said.strip() else ''}")
    return 0


sys.exit(main())
