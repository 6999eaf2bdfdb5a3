#!/usr/bin/env python3
"""What each function of the library allocates, against a table recorded from real Go.

usage: check-library.py SPANSCAPE DIR STD
       check-library.py --record GO DIR
Each X.go in DIR prints a line for each call it measures: its name, and the mallocs, bytes and frees of one call. X.want is
what real Go printed. STD holds the library's sources: every exported function and method there must be called by name in
some X.go, or the table has a hole. --record rewrites the .want files with the go command GO: 9 runs with one P (with more,
a sync.Pool may miss), of which each line's most frequent counts, as the runtime now and then allocates something of its own.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# No row: packages of functions on numbers (what they are given and give has no place in the heap), packages that are there
# for their types; functions that end the program, or start a collection, or tell what differs from machine to machine.
NO_ROWS = {"math", "math/bits", "math/cmplx", "sync/atomic", "net/http", "net/url"}
NO_ROW = {
    "os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln", "runtime.Goexit",
    "time.Sleep", "runtime/debug.PrintStack", "runtime.GC", "runtime.Breakpoint", "runtime/debug.FreeOSMemory", "runtime/debug.ReadGCStats",
    "runtime.Caller", "runtime.GOROOT", "runtime.NumCgoCall", "runtime.PanicNilError.RuntimeError",
    "runtime.TypeAssertionError.RuntimeError", "os.Environ", "os.Getenv", "os.LookupEnv", "os.Getpid", "os.Hostname",
    "os.File.Close", "os.File.Sync", "time.Time.Local",
}


def record(go, folder):
    env = dict(os.environ, GO111MODULE="off", GOTOOLCHAIN="local", GOFLAGS="", CGO_ENABLED="0", GOMAXPROCS="1")
    for program in sorted(folder.glob("*.go")):
        with tempfile.TemporaryDirectory() as scratch:
            exe = os.path.join(scratch, "program")
            subprocess.run([go, "build", "-gcflags=-l", "-o", exe, str(program)], env=env, check=True)
            runs = [subprocess.run([exe], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout.splitlines()
                    for _ in range(9)]
        lines = [collections.Counter(same).most_common(1)[0] for same in zip(*runs, strict=True)]
        for line, times in lines:
            if times < 6:
                sys.exit(f"{program.name}: the runs do not agree: {line}")
        program.with_suffix(".want").write_text("".join(line + "\n" for line, _ in lines), encoding="utf-8")


def check(spanscape, program):
    want = program.with_suffix(".want").read_text(encoding="utf-8").splitlines()
    run = subprocess.run([spanscape, "run", str(program)], capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        return [f"exit status {run.returncode}: {run.stderr[:500]}"]
    have = run.stdout.splitlines()
    wrong = [f"go: {a}   ours: {b}" for a, b in zip(want, have) if a != b]
    return wrong + ([f"{len(have)} lines, not {len(want)}"] if len(have) != len(want) else [])


def without_row(folder, std):
    called = "\n".join(p.read_text(encoding="utf-8") for p in folder.glob("*.go"))
    words = set(re.findall(r"\b\w+\b", called))
    for source in sorted(std.glob("*.go")):
        package = source.stem.replace("_", "/")
        if package.startswith("internal/") or package in NO_ROWS:
            continue
        for receiver, name in re.findall(r"^func (\(\w* ?\*?\w+(?:\[[^]]*\])?\) )?([A-Z]\w*)", source.read_text(), re.M):
            owner = re.sub(r"[^\w ]", "", receiver).split()[-1] if receiver else ""
            if owner and not owner[0].isupper():
                continue
            full = f"{package}.{owner + '.' if owner else ''}{name}"
            if name not in words and full not in NO_ROW and full.replace("Logger.", "") not in NO_ROW:
                yield full


def main():
    if sys.argv[1] == "--record":
        record(sys.argv[2], pathlib.Path(sys.argv[3]))
        return
    spanscape, folder, std = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    programs = sorted(folder.glob("*.go"))
    print(f"1..{len(programs) + 1}")
    failed = False
    for n, program in enumerate(programs, 1):
        problems = check(spanscape, program)
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {n} {program.stem}")
        for line in problems:
            print("# " + line)
    missing = sorted(without_row(folder, std))
    print(f"{'not ok' if missing else 'ok'} {len(programs) + 1} every exported function is in the table")
    for line in missing:
        print("# no row: " + line)
    sys.exit(1 if failed or missing else 0)


main()
