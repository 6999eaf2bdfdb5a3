"""Mangled programs through the front end: every wrong program and workload, 200 random changes each."""
import os
import subprocess

COUNT = 200


def one(soak, seed):
    program = os.path.join(soak.build, 'tests', 'fuzz', 'fuzz-lang')
    done = subprocess.run([program, '--seed', str(seed), '--mutate', '200',
                           os.path.join(soak.root, 'tests', 'fuzz', 'lang-corpus'),
                           os.path.join(soak.root, 'tests', 'conformance', 'errors'), *soak.workloads()],
                          capture_output=True, text=True, timeout=3600)
    return None if done.returncode == 0 else 'status %d: %s' % (done.returncode, done.stderr[-2000:])
