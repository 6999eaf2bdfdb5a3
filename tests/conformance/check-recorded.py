#!/usr/bin/env python3
"""Programs and what real Go 1.22 did with them, recorded; each folder's README says how.

usage: check-recorded.py escape|gctrace SPANSCAPE FOLDER [few]        prints TAP

escape   `escape -m` and `escape -m=2`: the same lines in the same order.
gctrace  with 1, 2 and 4 Ps, the collector's trace lies in what the recorded runs span; see check_trace(). `few`: three
         programs with 4 Ps only, for builds that run slowly."""
import collections
import glob
import json
import os
import re
import subprocess
import sys

MODE, SPANSCAPE, FOLDER = sys.argv[1:4]
FEW = sys.argv[4:] == ['few']
FEW_PROGRAMS = ('gogc50', 'min_heap', 'workers')
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ('GOGC', 'GOMEMLIMIT', 'GOMAXPROCS', 'GODEBUG')}


def spanscape(*args):
    p = subprocess.run([SPANSCAPE, *args], capture_output=True, env=ENVIRONMENT, timeout=300)
    return p.returncode, p.stdout.decode('utf-8', 'replace'), p.stderr.decode('utf-8', 'replace')


def read(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as f:
        return f.read()


def recorded(ending):
    return sorted(os.path.basename(path)[:-len(ending)] for path in glob.glob(os.path.join(FOLDER, '*' + ending)))


def programs():
    return recorded('.go')


# --- escape ---

def escape_lines(text):
    return [line.rstrip() for line in text.split('\n') if line.strip() and not line.startswith('# ')]


def escape_program(name):
    """One of the folder's own, or of those whose output is recorded beside it."""
    own = os.path.join(FOLDER, name + '.go')
    return own if os.path.exists(own) else os.path.join(os.path.dirname(FOLDER), 'programs', name + '.go')


def escape_differs(name, flag, recorded):
    status, out, err = spanscape('escape', flag, escape_program(name))
    want, got = escape_lines(read(name + recorded)), escape_lines(out + err)
    if status != 0:
        return f'status {status}: {err[-200:]!r}'
    if want == got:
        return None
    missing, extra = collections.Counter(want) - collections.Counter(got), collections.Counter(got) - collections.Counter(want)
    first = next((i for i, (w, g) in enumerate(zip(want, got)) if w != g), min(len(want), len(got)))
    return f'missing {list(missing)[:3]}, extra {list(extra)[:3]}, first difference at line {first + 1}'


def escape_points():
    for name in recorded('.m1.want'):
        yield f'escape -m {name}', lambda: escape_differs(name, '-m', '.m1.want')
        yield f'escape -m=2 {name}', lambda: escape_differs(name, '-m=2', '.m2.want')


# --- gctrace ---

TRACE = re.compile(r'^gc \d+ @.* (\d+)->(\d+)->(\d+) MB, (\d+) MB goal, .* (\d+) P( \(forced\))?$', re.M)
MEGABYTE = 1  # the unit of trace lines
CYCLES_NEEDED = 0.8


def spans(envelope, value, share, least):
    """Whether value lies in an envelope [min, median, max] widened by a share of each bound, but by `least` at least."""
    low, _, high = envelope
    return low - max(share * low, least) <= value <= high + max(share * high, least)


def check_trace(out, err, want, procs):
    """Collections in number within 15 %; heap goal and marked heap of each cycle that all recorded runs had within 10 %
    or 1 MB, in four cycles of five (one collection more or less between two forced ones moves those after it); and the
    program's result lines are right (its last line, MemStats, is its own)."""
    recorded = want['procs'][str(procs)]
    trace = [tuple(map(int, m.group(3, 4, 5))) for m in TRACE.finditer(err)]
    cycles = [c for c in recorded['cycles'] if c['runs'] == recorded['runs']] or recorded['cycles']
    outside = []
    if out.strip().splitlines()[:-1] != want['stdout'].splitlines():
        return f'prints {out[:200]!r}'
    if any(n != procs for _, _, n in trace):
        return f'another number of Ps than {procs}'
    if not spans(recorded['gcs'], len(trace), 0.15, 1):
        return f'{len(trace)} collections, recorded {recorded["gcs"]}'
    for cycle, (marked, goal, _) in zip(cycles, trace):
        if not spans(cycle['marked'], marked, 0.1, MEGABYTE) or not spans(cycle['goal'], goal, 0.1, MEGABYTE):
            outside.append(f'gc {cycle["n"]} marked {marked} of {cycle["marked"]} goal {goal} of {cycle["goal"]}')
    within = min(len(cycles), len(trace)) - len(outside)
    return None if within >= CYCLES_NEEDED * len(cycles) else f'{within} of {len(cycles)} cycles within: {outside[:4]}'


def gctrace_differs(name, procs):
    status, out, err = spanscape('run', '--gctrace', '--procs', str(procs), os.path.join(FOLDER, name + '.go'))
    return f'status {status}: {err[-200:]!r}' if status != 0 else check_trace(out, err, json.loads(read(name + '.want.json')), procs)


def gctrace_points():
    for name in programs():
        for procs in (1, 2, 4):
            if not FEW or (procs == 4 and name in FEW_PROGRAMS):
                yield f'collections of {name} with {procs} Ps', lambda: gctrace_differs(name, procs)


def main():
    failed = number = 0
    for label, differs in {'escape': escape_points, 'gctrace': gctrace_points}[MODE]():
        number += 1
        try:
            problem = differs()
        except (OSError, subprocess.SubprocessError) as error:
            problem = str(error)
        if problem:
            print('#', problem)
        failed += problem is not None
        print(f'{"not ok" if problem else "ok"} {number} - {label}', flush=True)
    print(f'1..{number}')
    return 1 if failed or number == 0 else 0


sys.exit(main())
