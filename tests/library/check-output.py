#!/usr/bin/env python3
"""Runs a program and compares what it prints with a file: check-output.py PROGRAM EXPECTED"""
import difflib
import subprocess
import sys

done = subprocess.run([sys.argv[1]], capture_output=True, text=True)
want = open(sys.argv[2], encoding='utf-8').read()
if done.returncode != 0 or done.stdout != want:
    sys.stdout.writelines(difflib.unified_diff(want.splitlines(True), done.stdout.splitlines(True), 'expected', 'printed'))
    print('exit status %d\n%s' % (done.returncode, done.stderr))
    sys.exit(1)
