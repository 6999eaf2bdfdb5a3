#!/usr/bin/env python3
"""Adds up the single tests in meson's test logs and prints 'N passed, N failed, N skipped'.

usage: count-tests.py testlog.json ...

A program that speaks TAP counts each of its points; any other counts as one test. Exit status 1 when something failed
or when nothing ran at all. Reasons of skipped tests are printed."""
import json
import re
import sys

POINT = re.compile(r'^(not )?ok\b(.*)$')


def count(entry):
    """(passed, failed, skipped reasons) of one test program."""
    points = [m for m in map(POINT.match, (entry.get('stdout') or '').splitlines()) if m]
    passed = failed = 0
    skipped = []
    for m in points:
        if '# skip' in m.group(2).lower():
            skipped.append('%s: %s' % (entry['name'], m.group(2).strip(' -')))
        elif m.group(1):
            failed += 1
        else:
            passed += 1
    ok = entry['result'] in ('OK', 'EXPECTEDFAIL')
    if entry['result'] == 'SKIP' and not skipped:
        lines = [line for line in (entry.get('stdout') or '').splitlines() if line.strip()]
        skipped.append('%s: %s' % (entry['name'], lines[-1] if lines else 'no reason given'))
    elif not points:
        passed, failed = (1, 0) if ok else (0, 1)
    elif not ok and not failed and entry['result'] != 'SKIP':
        failed = 1    # crashed, timed out or planned more points than it ran
    return passed, failed, skipped


def main(paths):
    total_passed = total_failed = 0
    reasons = []
    for path in paths:
        with open(path, encoding='utf-8') as log:
            for line in log:
                passed, failed, skipped = count(json.loads(line))
                total_passed += passed
                total_failed += failed
                reasons += skipped
    for reason in reasons:
        print('skipped', reason)
    print('%d passed, %d failed, %d skipped' % (total_passed, total_failed, len(reasons)))
    return 1 if total_failed or not total_passed else 0


sys.exit(main(sys.argv[1:]))
