#!/usr/bin/env python3
"""How much of what real Go's own escape tests expect holds here: lines matched, files wholly matched.

usage: score-go-escape.py SPANSCAPE [DIR ...]

DIR is the test folder of a Go 1.22 source tree (Debian: golang-1.22-src has it in /usr/share/go-1.22/test); without DIR
the usual places are tried. Its escape*.go files that are made for errorcheck are read where they are and judged by
`spanscape escape --check`, with the flags of each file's first line. Prints a line a file, what differs below it, and the
sums. Exit status: 0 when no file but those named in KNOWN differs, 1 otherwise, 77 (a skipped test) without a DIR."""
import glob
import os
import re
import subprocess
import sys

SPANSCAPE, DIRS = sys.argv[1], sys.argv[2:]
USUAL = ('/usr/share/go-1.22/test', '/usr/lib/go-1.22/test', '/usr/local/go/test')
COMMENT = re.compile(r'// (?:GC_)?ERROR ')
SUMMARY = re.compile(r': (?:all as expected, (\d+) lines checked|lines as expected: (\d+) of (\d+); unexpected messages: (\d+))$')

# Files that differ, and why. Whoever mends one removes it here.
KNOWN = {
    'escape4.go': 'it asks for inlining, which is always off here',
}


def find_folder():
    for folder in DIRS or USUAL:
        if glob.glob(os.path.join(folder, 'escape*.go')):
            return folder
    print('no escape*.go in %s: name the test folder of a Go 1.22 source tree (Debian: package golang-1.22-src)'
          % ', '.join(DIRS or USUAL))
    sys.exit(77)


def is_errorcheck(source):
    for line in source.split('\n'):
        if line.strip() and not line.startswith(('//go:build', '// +build')):
            return line.startswith('// errorcheck')
    return False


def judge(path, source):
    """(lines that hold, lines with comments, unexpected messages, what was printed)"""
    p = subprocess.run([SPANSCAPE, 'escape', '--check', path], capture_output=True, text=True, timeout=60,
                       env=dict(os.environ, LC_ALL='C', LANGUAGE=''))
    said = [line for line in (p.stdout + p.stderr).split('\n') if line]
    summary = SUMMARY.search(p.stdout.rstrip('\n').rsplit('\n', 1)[-1])
    if not summary:  # it does not compile
        commented = sum(1 for line in source.split('\n') if COMMENT.search(line) and '////' not in line)
        return 0, commented, len(said), said
    held = int(summary.group(1) or summary.group(2))
    return held, int(summary.group(1) or summary.group(3)), int(summary.group(4) or 0), said[:-1] if p.returncode else []


def main():
    sums, files, whole, unknown = [0, 0, 0], 0, 0, []
    for path in sorted(glob.glob(os.path.join(find_folder(), 'escape*.go'))):
        name = os.path.basename(path)
        with open(path, encoding='utf-8') as f:
            source = f.read()
        if not is_errorcheck(source):
            continue
        held, commented, unexpected, said = judge(path, source)
        sums = [a + b for a, b in zip(sums, (held, commented, unexpected))]
        files += 1
        whole += not said
        print('%s %s: %d/%d lines%s' % ('differs' if said else 'ok     ', name, held, commented,
                                       ', %d unexpected messages' % unexpected if unexpected else ''))
        for line in said[:20]:
            print('    ' + line)
        if said and name in KNOWN:
            print('    known: ' + KNOWN[name])
        elif said:
            unknown.append(name)
    print('lines %d/%d, files wholly %d/%d, unexpected messages %d' % (sums[0], sums[1], whole, files, sums[2]))
    return 1 if unknown else 0


sys.exit(main())
