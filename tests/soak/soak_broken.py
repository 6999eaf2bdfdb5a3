"""The switches that break the collector on purpose, each on its workload under random knobs on 1 to 16 processors: the
verifier names the lost object or the broken promise every time, and says nothing when the switch is off."""
import os
import random
import re

COUNT = 2000

LOST = r'object 0x[0-9a-f]+ .*(is lost|was freed|held only by what is black)'

# switch: its workload, what the verifier says, values of GOGC
SWITCHES = [
    ('write-barrier', 'moved-pointers', LOST, (10, 50, 100, 400, 'off')),
    ('deletion-barrier', 'taken-out', LOST, (50, 100, 400, 'off')),
    ('assists', 'debts', r'goroutine \d+ owes for \d+ bytes that it allocated while marking is on, and does not assist',
     (10, 50, 100, 400, 'off')),
    ('proportional-sweep', 'late-sweep', r'sweeping lags behind allocation', (25, 50, 100, 150)),
]


def one(soak, seed):
    switch, workload, says, percents = SWITCHES[seed % len(SWITCHES)]
    r = random.Random(seed)
    knobs = ['--gogc', str(r.choice(percents)), '--procs', str(r.randint(1, 16)), '--seed', str(seed), '--verify']
    path = os.path.join(soak.root, 'data', 'workloads', workload + '.go')
    broken = soak.run('run', *knobs, '--break-' + switch, path)
    text = broken.stderr.decode('utf-8', 'replace')
    if broken.returncode != 1 or not re.search(says, text):
        return '%s with %s without %s: status %d: %s' % (workload, ' '.join(knobs), switch, broken.returncode, text[-500:])
    whole = soak.run('run', *knobs, path)
    if whole.returncode != 0:
        return '%s with %s: status %d: %s' % (workload, ' '.join(knobs), whole.returncode, whole.stderr[-500:])
    return None
