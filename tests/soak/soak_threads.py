"""The window's side and the worker under ThreadSanitizer for a minute: no data race (./dev tsan)."""
import os
import subprocess

COUNT = 1


def one(soak, seed):
    done = subprocess.run([os.path.join(soak.root, 'dev'), 'tsan'], cwd=soak.root, capture_output=True, text=True,
                          timeout=3600)
    return None if done.returncode == 0 else done.stdout[-2000:] + done.stderr[-4000:]
