#!/usr/bin/env python3
"""The workloads that come with Spanscape: the same output as real Go's (recorded in workloads/*.want) for every number
of Ps, the verifier silent, trace lines in Go's form, and the same events twice.

usage: check-workloads.py SPANSCAPE WORKLOADS WANTED [few]      prints TAP
few: fewer numbers of Ps, for a build whose sanitizers make everything slow"""
import glob
import hashlib
import os
import re
import subprocess
import sys

SPANSCAPE, WORKLOADS, WANTED = sys.argv[1:4]
OUTPUT_PROCS, EVENTS_PROCS = ((4,), (2,)) if sys.argv[4:] == ['few'] else ((1, 2, 4, 8), (1, 4))
GCTRACE = re.compile(r'^gc \d+ @\d+\.\d{3}s \d+%: .* MB globals, \d+ P( \(forced\))?$')
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ('GOGC', 'GOMEMLIMIT', 'GOMAXPROCS', 'GODEBUG')}


def spanscape(*args):
    return subprocess.run([SPANSCAPE, *args], capture_output=True, env=ENVIRONMENT, timeout=300)


def same_output(path, name, procs):
    p = spanscape('run', '--gctrace', '--verify', '--procs', str(procs), path)
    want = open(os.path.join(WANTED, name + '.want'), 'rb').read()
    lines = p.stderr.decode().splitlines()
    if p.returncode != 0 or p.stdout != want:
        return f'status {p.returncode}, stdout {p.stdout[-300:]!r}, stderr {p.stderr[-300:]!r}'
    if not 3 <= len(lines) <= 60:
        return f'{len(lines)} trace lines'
    strange = [line for line in lines if not GCTRACE.match(line)]
    return f'not a trace line: {strange[0]}' if strange else None


def events_digest(path, procs):
    digest = hashlib.sha256()
    with subprocess.Popen([SPANSCAPE, 'events', '--procs', str(procs), '--to', 'cycle:4', path], env=ENVIRONMENT,
                          stdout=subprocess.PIPE) as p:
        n = 0
        while block := p.stdout.read(1 << 20):
            digest.update(block)
            n += len(block)
    return p.returncode, n, digest.hexdigest()


def same_events(path, name, procs):
    first, second = events_digest(path, procs), events_digest(path, procs)
    if first != second:
        return f'{first} and {second}'
    return None if first[0] == 0 and first[1] > 1000 else f'{first}'


def main():
    paths = sorted(glob.glob(os.path.join(WORKLOADS, '*.go')))
    names = [os.path.basename(path)[:-3] for path in paths]
    wanted = sorted(os.path.basename(path)[:-5] for path in glob.glob(os.path.join(WANTED, '*.want')))
    failed = number = 0
    print(f'1..{1 + (len(OUTPUT_PROCS) + len(EVENTS_PROCS)) * len(paths)}')

    def point(label, problem):
        nonlocal failed, number
        number += 1
        if problem:
            failed += 1
            print('#', problem)
        print(f'{"not ok" if problem else "ok"} {number} - {label}', flush=True)

    point('every workload has its recording', None if names == wanted and len(names) >= 6 else f'{names} {wanted}')
    for path, name in zip(paths, names):
        for procs in OUTPUT_PROCS:
            point(f'{name} with {procs} Ps', same_output(path, name, procs))
        for procs in EVENTS_PROCS:
            point(f'{name} twice with {procs} Ps', same_events(path, name, procs))
    return 1 if failed else 0


sys.exit(main())
