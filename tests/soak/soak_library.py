"""Random C programs on the library, a million steps each, 1 to 16 processors, verified at every phase and 1,000 ticks."""
import os
import subprocess

COUNT = 100


def one(soak, seed):
    program = os.path.join(soak.build, 'tests', 'unit', 'test-library')
    env = dict(os.environ, LIBRARY_SEED=str(seed), LIBRARY_STEPS='1000000')
    done = subprocess.run([program], capture_output=True, text=True, env=env, timeout=3600)
    return None if done.returncode == 0 else done.stdout[-2000:] + done.stderr[-2000:]
