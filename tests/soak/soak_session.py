"""Session files changed at random, with checksums that fit: refused, or opened, written the same and run; 2,000 each."""
import os
import subprocess

COUNT = 100


def one(soak, seed):
    program = os.path.join(soak.build, 'tests', 'fuzz', 'fuzz-session')
    done = subprocess.run([program, '--seed', str(seed), '--mutate', '2000',
                           os.path.join(soak.root, 'tests', 'fuzz', 'session-corpus')],
                          capture_output=True, text=True, timeout=3600)
    return None if done.returncode == 0 else 'status %d: %s' % (done.returncode, done.stderr[-2000:])
