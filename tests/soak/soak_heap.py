"""Random histories of the heap alone: allocations, deaths, stacks, scavenging, a million steps on 1, 4 and 16 processors."""
import os
import subprocess

COUNT = 20


def one(soak, seed):
    program = os.path.join(soak.build, 'tests', 'unit', 'test-heap-property')
    env = dict(os.environ, HEAP_PROPERTY_SEED=str(seed), HEAP_PROPERTY_STEPS='1000000')
    done = subprocess.run([program], capture_output=True, text=True, env=env, timeout=3600)
    return None if done.returncode == 0 else done.stdout[-2000:] + done.stderr[-2000:]
