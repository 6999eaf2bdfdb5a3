#!/usr/bin/env python3
"""usage: check-determinism.py DETERMINISM ROOT [OTHER_BUILD]: a fixed share of the campaign in tests/soak.

Every workload under random knobs, GOMAXPROCS 1 to 16, gone through in several ways and in two processes; where another
build of the program is there (the one without sanitizers), it must say the same. Then what the campaign found."""
import glob
import os
import subprocess
import sys

PROGRAM, ROOT = sys.argv[1:3]
OTHER = sys.argv[3] if len(sys.argv) > 3 else None
TICKS = '20000'
FOUND = [('ring.go', 160, TICKS), # a stack on pages that held something else when the machine had been further on
         ('ring.go', 838, '120000'), ('late-sweep.go', 975, '120000'), # assist credit without a limit to the heap wraps
         ('ring.go', 300, '120000')] # a sample in the very tick in which a knob is moved
WORKLOADS = sorted(glob.glob(os.path.join(ROOT, 'data', 'workloads', '*.go')))


def digest(program, workload, seed, ticks):
    done = subprocess.run([program, workload, str(seed), ticks], capture_output=True, text=True, timeout=300)
    return done.stdout + done.stderr if done.returncode == 0 else 'failed: ' + done.stdout + done.stderr


def cases():
    for i, workload in enumerate(WORKLOADS):
        for k in range(4):
            yield workload, 16 * i + 4 * k + i % 4, TICKS
    for name, seed, ticks in FOUND:
        yield os.path.join(ROOT, 'data', 'workloads', name), seed, ticks


programs = [PROGRAM, OTHER if OTHER and os.path.exists(OTHER) else PROGRAM]
print('1..%d' % (len(WORKLOADS) * 4 + len(FOUND)))
failures = 0
for n, (workload, seed, ticks) in enumerate(cases(), 1):
    first, second = (digest(p, workload, seed, ticks) for p in programs)
    good = first == second and not first.startswith('failed')
    failures += not good
    print('%s %d - %s seed %d' % ('ok' if good else 'not ok', n, os.path.basename(workload), seed))
    if not good:
        print('# %r\n# %r' % (first, second))
sys.exit(failures > 0)
