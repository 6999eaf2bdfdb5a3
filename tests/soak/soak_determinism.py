"""Determinism: every workload under 1,000 random sets of knobs, GOMAXPROCS 1 to 16: run, run again, to the middle, back to
a third, forward to the end; image hashes at 100 ticks agree, also in a run of another process, whose stack lies elsewhere
as its environment is longer, and, when it has been built, in the sanitizer build (BUILD_DIR-asan; every eighth run, it is
slow). SOAK_TICKS (120,000) ends long runs."""
import os
import subprocess

COUNT = 11000
TICKS = os.environ.get('SOAK_TICKS', '120000')


def digest(program, workload, seed, *end, padding=0):
    done = subprocess.run([program, workload, str(seed), TICKS, *end], capture_output=True, text=True, timeout=1800,
                          env=dict(os.environ, PADDING='x' * padding))
    return done.stdout + done.stderr if done.returncode == 0 else 'failed: ' + done.stdout + done.stderr


def one(soak, seed):
    workloads = soak.workloads()
    workload, number = workloads[seed % len(workloads)], seed // len(workloads)
    plain = os.path.join(soak.build, 'tests', 'session', 'determinism')
    sanitized = os.path.join(soak.build + '-asan', 'tests', 'session', 'determinism')
    other = sanitized if seed % 8 == 0 and os.path.exists(sanitized) else plain
    first = digest(plain, workload, number)
    if first.startswith('failed'):
        return '%s: %r' % (os.path.basename(workload), first)
    second = digest(other, workload, number, first.split()[2], padding=1 + seed % 499)
    if first == second:
        return None
    return '%s: %r, %r' % (os.path.basename(workload), first, second)
