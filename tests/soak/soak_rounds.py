"""200 windows opened, run to the end and closed in one process: nothing of them stays (tests/ui/test-rounds.c)."""
import os
import subprocess

COUNT = 7  # workloads
ROUNDS = 200


def one(soak, seed):
    workloads = soak.workloads()
    source = workloads[seed % len(workloads)]
    env = dict(os.environ, GSK_RENDERER='cairo', GDK_BACKEND='x11', GSETTINGS_BACKEND='memory', GTK_A11Y='none',
               XDG_STATE_HOME=soak.scratch, GSETTINGS_SCHEMA_DIR=os.path.join(soak.build, 'data'))
    done = subprocess.run(['xvfb-run', '-a', '-n', str(31000 + seed), '-s', '-screen 0 1440x900x24', 'dbus-run-session', '--',
                           os.path.join(soak.build, 'tests', 'ui', 'test-rounds'), str(ROUNDS), source],
                          capture_output=True, timeout=1800, env=env)
    return None if done.returncode == 0 else done.stdout.decode() + done.stderr.decode()[-500:]
