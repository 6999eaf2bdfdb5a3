#!/usr/bin/env python3
"""The command line as a person or a script meets it: exit statuses, messages, bad input, signals, closed pipes.

usage: check-cli.py SPANSCAPE SOURCE_ROOT      prints TAP"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

SPANSCAPE, ROOT = sys.argv[1:3]
WORKLOADS = os.path.join(ROOT, 'data', 'workloads')
TREES = os.path.join(WORKLOADS, 'binary-trees.go')
RINGS = os.path.join(WORKLOADS, 'ring.go')
GCTRACE = re.compile(r'^gc (\d+) @\d+\.\d{3}s \d+%: [\d.]+\+[\d.]+\+[\d.]+ ms clock, '
                     r'[\d.]+\+[\d.]+/[\d.]+/[\d.]+\+[\d.]+ ms cpu, \d+->\d+->\d+ MB, \d+ MB goal, '
                     r'\d+ MB stacks, \d+ MB globals, (\d+) P( \(forced\))?$')
TESTS = []


def test(f):
    TESTS.append(f)
    return f


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f'status {self.code}\n--- stdout\n{self.out[:1500]}\n--- stderr\n{self.err[:1500]}'


def run(*args, stdin=b'', env=None, timeout=120):
    environment = {k: v for k, v in os.environ.items() if k not in ('GOGC', 'GOMEMLIMIT', 'GOMAXPROCS', 'GODEBUG')}
    environment.update({'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en'}, **(env or {}))
    p = subprocess.run([SPANSCAPE, *args], input=stdin, capture_output=True, env=environment, timeout=timeout)
    return Result(p.returncode, p.stdout.decode('utf-8', 'replace'), p.stderr.decode('utf-8', 'replace'))


def expect(r, code, out=None, err=None):
    assert r.code == code, f'expected status {code}\n{r!r}'
    for text, pattern in ((r.out, out), (r.err, err)):
        if pattern is not None:
            assert re.search(pattern, text, re.M), f'{pattern!r} not found\n{r!r}'
    return r


def go(body, imports='import "fmt"\n'):
    return f'package main\n\n{imports}\nfunc main() {{\n{body}\n}}\n'.encode()


# --- no display ---

@test
def a_missing_display_is_told():
    if not os.path.exists(SPANSCAPE + '-window'):
        expect(run(TREES), 2, err='^spanscape: this build has no window')
        return
    nowhere = {'DISPLAY': ':9999', 'WAYLAND_DISPLAY': 'no-such-display'}
    for args in ((), (TREES,)):
        r = expect(run(*args, env=nowhere), 1, err='^spanscape: there is no display to open a window on; commands need none')
        assert r.err.count('\n') == 1 and r.out == '', repr(r)


# --- escape ---

ESCAPES = b'''package main

func f() *int {
	x := 1 // ERROR "moved to heap: x"
	return &x
}

func main() {
	y := new(int) // ERROR "new\\(int\\) does not escape"
	*y = *f()
}
'''


@test
def escape_prints_the_compilers_lines_once():
    r = expect(run('escape', '-m', '-', stdin=ESCAPES), 0)
    assert r.out == 'stdin.go:4:2: moved to heap: x\nstdin.go:9:10: new(int) does not escape\n', repr(r)


@test
def escape_explains():
    r = expect(run('escape', '-m=2', '-', stdin=ESCAPES), 0)
    assert 'stdin.go:4:2:   flow: ~r0 = &x:\nstdin.go:4:2:     from &x (address-of) at stdin.go:5:9' in r.out, repr(r)


@test
def escape_speaks_json():
    r = expect(run('escape', '--json', '-', stdin=ESCAPES), 0)
    assert [line['kind'] for line in json.loads(r.out)[0]['lines']] == ['heap', 'stack'], repr(r)


@test
def escape_checks_comments():
    expect(run('escape', '--check', '-', stdin=ESCAPES), 0, out='2 lines checked')
    r = expect(run('escape', '--check', '-', stdin=ESCAPES.replace(b'moved', b'carried')), 1)
    assert 'stdin.go:4: no message matches' in r.out and 'stdin.go:4: unexpected: moved to heap: x' in r.out, repr(r)


@test
def escape_checks_as_errorcheck_does():
    def line(text, status=0, out=''):
        expect(run('escape', '--check', '-', stdin=b'package p\n\nfunc f(p *int) *int { return p } // ' + text), status, out=out)
    line(b'ERROR "leaking param: p to result ~r0 level=0$"')
    line(b'GC_ERROR `level=0$`')
    line(b'ERRORAUTO "leaking"', 1, 'stdin.go: lines as expected: 0 of 0; unexpected messages: 1')
    line(b'ERROR "leaking" "leaking"', 1, 'stdin.go:3: no message matches')
    line(b'ERROR "leaking("', 1, 'stdin.go:3: .* is no regular expression')
    line(b'ERROR "leaking', 1, 'stdin.go:3: a quote is not closed')
    line(b'ERROR leaking', 1, 'stdin.go:3: no quoted expression')
    line(b'ERROR "stdin.go:3|LINE|leaking"')


@test
def escape_check_takes_flags_of_the_first_line():
    source = b'%spackage p\n\nfunc f(p *int) { *p = 1 } // ERROR "mutates param: p derefs=0"\n'
    expect(run('escape', '--check', '-', stdin=source % b'// errorcheck -0 -m -l -d=escapemutationscalls\n'), 0)
    expect(run('escape', '--check', '-d=escapemutationscalls', '-', stdin=source % b''), 0)
    expect(run('escape', '--check', '-', stdin=source % b''), 1)
    expect(run('escape', '--check', '-', stdin=source % b'// errorcheck -0 -m -d=escapemutationscalls\n'), 0, err='lacks -l')
    expect(run('escape', '--check', '-', stdin=source % b'// errorcheck -0 -l -+ -d=escapemutationscalls\n'), 0,
           err=r'the flag -\+, which is not known here')


@test
def escape_takes_several_files():
    with tempfile.TemporaryDirectory() as folder:
        good, bad, none = (os.path.join(folder, name) for name in ('good.go', 'bad.go', 'none.go'))
        with open(good, 'wb') as f:
            f.write(ESCAPES)
        with open(bad, 'wb') as f:
            f.write(b'package main\nfunc main() { x := 1 }\n')
        r = expect(run('escape', '-m', bad, none, good), 1, err='bad.go:2:15: x declared and not used')
        assert 'none.go: No such file' in r.err and 'good.go:4:2: moved to heap: x' in r.out, repr(r)
        r = expect(run('escape', '--json', bad, good), 1)
        assert [(f['file'], 'errors' in f) for f in json.loads(r.out)] == [('bad.go', True), ('good.go', False)], repr(r)
        expect(run('escape', '--check', good, bad), 1, out='good.go: all as expected, 2 lines checked')
        expect(run('escape', '-m', '--', good), 0)
        expect(run('escape', '-d=nothing', good), 2, err='-d knows escapemutationscalls')
        expect(run('escape', '--json', '--check', good), 2, err='do not go together')


@test
def escape_says_when_its_output_is_lost():
    with open('/dev/full', 'wb') as full:
        p = subprocess.run([SPANSCAPE, 'escape', '-'], input=ESCAPES, stdout=full, stderr=subprocess.PIPE)
    assert p.returncode == 1 and p.stderr, repr(p)


@test
def escape_refuses_what_does_not_compile():
    expect(run('escape', '-', stdin=b'package main\nfunc main() { x := 1 }\n'), 1, err=r'^stdin.go:2:15: x declared and not used')
    expect(run('escape', '-m=3', '-', stdin=ESCAPES), 2, err='-m takes 1 or 2')


# --- help, usage ---

@test
def help_lists_the_commands():
    r = expect(run('--help'), 0, out=r'^  run ')
    assert r.out == run('help').out and r.err == ''


@test
def help_of_each_command():
    for command in ('run', 'render', 'events', 'vectors'):
        expect(run(command, '--help'), 0, out=command)
        expect(run('help', command), 0, out=command)


@test
def version():
    expect(run('--version'), 0, out=r'^spanscape \d+\.\d+\.\d+$')


@test
def unknown_command_is_a_usage_error():
    r = expect(run('rnu'), 2, err=r'rnu')
    assert '--help' in r.err and r.out == ''


@test
def unknown_flag_is_named_with_a_hint():
    expect(run('run', TREES, '--gctrac'), 2, err=r'--gctrac(.|\n)*spanscape run --help')


@test
def wrong_values_are_named():
    expect(run('run', TREES, '--procs', '0'), 2, err=r'--procs 0.*between 1 and 64')
    expect(run('run', TREES, '--memlimit', '64MB'), 2, err=r'--memlimit 64MB.*64MiB')
    expect(run('run', TREES, '--gogc=lots'), 2, err=r'--gogc lots')
    expect(run('run', TREES, '--until', 'cycle:0'), 2, err=r'cycle:0.*starts at 1')
    expect(run('run', TREES, '--memstats=xml'), 2, err=r'xml')
    expect(run('events', TREES, '--kind', 'alloc,nonsense'), 2, err=r'nonsense')


@test
def no_file_and_two_files():
    expect(run('run'), 2, err=r'name a Go file')
    expect(run('run', TREES, RINGS), 2, err=r'one Go file')


# --- bad input ---

@test
def missing_file():
    expect(run('run', '/nonexistent/x.go'), 1, err=r'/nonexistent/x\.go: No such file')


@test
def directory_as_file():
    expect(run('run', ROOT), 1, err=r'directory')


@test
def unreadable_file():
    if os.geteuid() == 0:
        return 'skip: root reads everything'
    with tempfile.NamedTemporaryFile(suffix='.go') as f:
        os.chmod(f.name, 0)
        expect(run('run', f.name), 1, err=r'Permission denied')


@test
def empty_file():
    expect(run('run', '-'), 1, err=r'package')


@test
def binary_file():
    r = expect(run('run', SPANSCAPE), 1, err=r'binary|too large')
    assert len(r.err.splitlines()) <= 2, repr(r)


@test
def binary_from_standard_input():
    expect(run('run', '-', stdin=bytes(range(256)) * 10), 1, err=r'binary')


@test
def huge_file():
    start = time.monotonic()
    with tempfile.NamedTemporaryFile(suffix='.go') as f:
        f.write(b'package main\n' + b'// filler\n' * (50 << 20 // 10))
        f.truncate(50 << 20)
        f.flush()
        expect(run('run', f.name), 1, err=r'too large')
    assert time.monotonic() - start < 20


@test
def endless_input():
    expect(run('run', '/dev/zero'), 1, err=r'too large|binary')


@test
def syntax_error_in_the_compilers_form():
    r = expect(run('run', '-', stdin=b'package main\n\nfunc main() {\n\tx := \n}\n'), 1)
    assert re.match(r'^stdin\.go:\d+:\d+: syntax error: ', r.err), repr(r)
    assert r.out == ''


@test
def type_errors_in_order():
    r = expect(run('run', '-', stdin=b'package main\n\nfunc main() {\n\tvar s string = 1\n\ty = 2\n\t_ = s\n}\n'), 1)
    lines = r.err.splitlines()
    assert len(lines) == 2 and re.match(r'^stdin\.go:4:17: cannot use 1', lines[0]), repr(r)
    assert re.match(r'^stdin\.go:5:2: undefined: y', lines[1]), repr(r)


@test
def unsupported_feature_is_named():
    r = expect(run('run', '-', stdin=b'package main\n\nimport "os"\n\nfunc main() { os.Create("x") }\n'), 1)
    assert 'os.Create is not supported' in r.err, repr(r)


@test
def same_messages_for_every_command():
    source = b'package main\n\nfunc main() {\n\tx\n}\n'
    first = run('run', '-', stdin=source)
    assert first.code == 1
    with tempfile.TemporaryDirectory() as folder:
        for args in (('events', '-'), ('render', '-', '-o', os.path.join(folder, 'x.png'))):
            r = run(*args, stdin=source)
            assert (r.code, r.err) == (1, first.err), repr(r)
        assert os.listdir(folder) == []


# --- programs that end badly ---

@test
def panic_text_and_status():
    r = expect(run('run', '-', stdin=go('\tvar a []int\n\tfmt.Println("before")\n\tfmt.Println(a[3])')), 2,
               out=r'^before$', err=r'^panic: runtime error: index out of range \[3\] with length 0')
    assert re.search(r'^goroutine 1 \[running\]:$', r.err, re.M), repr(r)
    assert r.err.endswith('exit status 2\n') is False, repr(r)


@test
def explicit_panic():
    expect(run('run', '-', stdin=go('\tpanic("oh no")', imports='')), 2, err=r'^panic: oh no\n\ngoroutine 1 \[running\]:')


@test
def endless_allocation_is_out_of_memory():
    source = go('\tvar all [][]byte\n\tfor {\n\t\tall = append(all, make([]byte, 1<<20))\n\t}', imports='')
    start = time.monotonic()
    expect(run('run', '-', '--heap-cap', '128MiB', stdin=source), 2, err=r'fatal error: runtime: out of memory')
    assert time.monotonic() - start < 60


@test
def endless_small_allocation_is_out_of_memory():
    source = b'package main\n\ntype N struct{ next *N }\n\nvar head *N\n\nfunc main() {\n\tfor {\n\t\thead = &N{head}\n\t}\n}\n'
    expect(run('run', '-', '--heap-cap', '64MiB', stdin=source), 2, err=r'fatal error: runtime: out of memory')


@test
def unbounded_recursion_is_a_stack_overflow():
    source = b'package main\n\nfunc f(n int) int { return f(n+1) + 1 }\n\nfunc main() { println(f(0)) }\n'
    r = expect(run('run', '-', '--stack-cap', '4MiB', stdin=source), 2, err=r'stack overflow')
    assert re.search(r'goroutine stack exceeds \d+-byte limit', r.err), repr(r)
    assert len(r.err) < 100000


@test
def endless_loop_is_stopped_by_until():
    expect(run('run', '-', '--until', 'tick:2000', stdin=go('\tfor {\n\t}', imports='')), 0, err=r'tick 2000')


@test
def deadlock():
    expect(run('run', '-', stdin=go('\tvar wg sync.WaitGroup\n\twg.Add(1)\n\twg.Wait()', imports='import "sync"\n')), 2,
           err=r'^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 ')


@test
def os_exit_status():
    expect(run('run', '-', stdin=go('\tos.Exit(7)', imports='import "os"\n')), 7)


# --- signals and pipes ---

def start(*args, source):
    p = subprocess.Popen([SPANSCAPE, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    p.stdin.write(source)
    p.stdin.close()
    p.stdin = None
    return p


ENDLESS = go('\tfmt.Println("started")\n\tfor {\n\t}')


@test
def interrupt_flushes_and_ends_with_130():
    p = start('run', '-', source=ENDLESS)
    assert p.stdout.readline() == b'started\n'
    p.send_signal(signal.SIGINT)
    _, err = p.communicate(timeout=10)
    assert p.returncode == 130, (p.returncode, err)


@test
def quit_prints_the_goroutines():
    p = start('run', '-', source=ENDLESS)
    assert p.stdout.readline() == b'started\n'
    p.send_signal(signal.SIGQUIT)
    _, err = p.communicate(timeout=10)
    assert p.returncode == 2, (p.returncode, err)
    assert err.startswith(b'SIGQUIT: quit') and b'goroutine 1 [' in err and b'main.main()' in err, err


@test
def closed_pipe_is_quiet():
    p = start('run', '-', source=go('\tfor i := 0; ; i++ {\n\t\tfmt.Println(i)\n\t}'))
    assert p.stdout.readline() == b'0\n'
    p.stdout.close()
    p.stdout = None
    _, err = p.communicate(timeout=10)
    assert err == b'' and p.returncode in (0, -signal.SIGPIPE), (p.returncode, err)


# --- what run does ---

@test
def gctrace_lines_and_verify():
    r = expect(run('run', TREES, '--gctrace', '--verify'), 0)
    lines = r.err.splitlines()
    matches = [GCTRACE.match(line) for line in lines]
    assert lines and all(matches), repr(r)
    assert [int(m.group(1)) for m in matches] == list(range(1, len(lines) + 1))
    assert all(m.group(2) == '4' for m in matches)


@test
def environment_means_what_it_means_to_go():
    by_flag = run('run', TREES, '--gctrace', '--gogc', '50', '--procs', '2')
    by_environment = run('run', TREES, env={'GODEBUG': 'madvdontneed=1,gctrace=1', 'GOGC': '50', 'GOMAXPROCS': '2'})
    assert by_flag.err == by_environment.err and ' 2 P' in by_flag.err, repr(by_environment)
    wins = run('run', TREES, '--gctrace', '--gogc', '50', '--procs', '2', env={'GOGC': '400', 'GOMAXPROCS': '8'})
    assert wins.err == by_flag.err


@test
def gogc_off_never_collects():
    r = expect(run('run', RINGS, '--gctrace', '--gogc', 'off'), 0)
    assert r.err == '', repr(r)


@test
def malformed_memory_limit_as_go_says_it():
    expect(run('run', TREES, env={'GOMEMLIMIT': '64MB'}), 2, err=r'^GOMEMLIMIT=64MB\nfatal error: malformed GOMEMLIMIT')


@test
def arguments_reach_the_program():
    source = go('\tfmt.Println(len(os.Args)-1, os.Args[1], os.Args[2])', imports='import (\n\t"fmt"\n\t"os"\n)\n')
    expect(run('run', '-', '--', '--gctrace', 'b c', stdin=source), 0, out=r'^2 --gctrace b c$')


@test
def memstats_as_text_and_json():
    r = expect(run('run', RINGS, '--memstats'), 0, err=r'^HeapAlloc +\d+$')
    assert r.out == run('run', RINGS).out
    stats = json.loads(run('run', RINGS, '--memstats=json').err)
    assert stats['NumGC'] > 3 and stats['Mallocs'] >= stats['Frees'] > 0
    assert stats['HeapSys'] == stats['HeapInuse'] + stats['HeapIdle']


@test
def until_a_phase():
    expect(run('run', TREES, '--until', 'cycle:2/mark:50%'), 0, err=r'stopped at cycle:2/mark:50%, tick \d+')
    expect(run('run', TREES, '--until', 'cycle:100000'), 0, err=r'ended at tick \d+, before cycle:100000')


@test
def until_a_line_or_a_function():
    expect(run('run', TREES, '--until', 'line:38'), 0, out=r'^$', err=r'stopped at line:38, tick \d+')
    expect(run('run', TREES, '--until', 'func:(*Node).count'), 0, err=r'stopped at func:\(\*Node\)\.count, tick \d+')
    expect(run('run', TREES, '--until', 'line:2'), 2, err=r'nothing to stop at on line 2; the next line with code is 14')
    expect(run('run', TREES, '--until', 'func:nobody'), 2, err=r'the program has no function "nobody"')
    r = expect(run('events', TREES, '--from', 'line:36', '--to', 'func:(*Node).count', '--kind', 'alloc'), 0)
    assert len(r.out.splitlines()) == 31 # a tree of depth 4


@test
def sessions_are_saved_and_opened():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'rings.scape')
        plain = expect(run('run', RINGS, '--gogc', '50'), 0)
        expect(run('run', RINGS, '--gogc', '50', '--until', 'cycle:2/mark:50%', '--save', path), 0, err=r'stopped at cycle:2')
        assert expect(run('run', path), 0).out == plain.out
        expect(run('run', path, '--until', 'cycle:2/mark:50%', '--save', path + '2'), 0)
        expect(run('render', path, '--view', 'spans', '-o', os.path.join(folder, 'rings.svg')), 0)
        first = run('events', RINGS, '--gogc', '50', '--to', 'tick:300').out
        assert run('events', path, '--to', 'tick:300').out == first
        expect(run('run', path, '--gogc', '20'), 2, err=r'a session has knobs and arguments of its own')
        expect(run('run', path, '--', 'x'), 2, err=r'a session has knobs and arguments of its own')
        with open(path, 'rb') as saved:
            contents = saved.read()
        expect(run('run', '-', stdin=contents), 0)
        expect(run('run', '-', stdin=contents[:-100]), 1, err=r'the session file is cut short')
        expect(run('run', '-', stdin=contents.replace(b'gogc 50', b'gogc 60')), 1, err=r'its checksum does not match')
        expect(run('run', '-', stdin=contents.replace(b'session 1', b'session 9')), 1, err=r'a later version of Spanscape')
        expect(run('run', RINGS, '--until', 'tick:9', '--save', '/nonexistent/a.scape'), 1, err=r'/nonexistent/a\.scape')


@test
def dump_bytecode():
    r = expect(run('run', '--dump-bytecode', TREES), 0, out=r'main\.build')
    assert 'long-lived' not in r.out.splitlines()[-1]


# --- events, render ---

@test
def events_between_two_moments():
    args = ('events', RINGS, '--from', 'cycle:1', '--to', 'cycle:1/markterm')
    r = expect(run(*args), 0, out=r' scan ')
    assert r.out == run(*args).out
    rows = [json.loads(line) for line in run(*args, '--json').out.splitlines()]
    assert len(rows) == len(r.out.splitlines())
    ticks = [row['tick'] for row in rows]
    assert ticks == sorted(ticks) and all(row['text'] for row in rows)


@test
def events_by_kind():
    r = expect(run('events', RINGS, '--kind', 'phase', '--json'), 0)
    kinds = {json.loads(line)['kind'] for line in r.out.splitlines()}
    assert kinds == {'phase'}, kinds


@test
def render_writes_a_picture_and_nothing_else():
    with tempfile.TemporaryDirectory() as folder:
        for ending, magic in (('png', b'\x89PNG'), ('svg', b'<?xml'), ('pdf', b'%PDF')):
            path = os.path.join(folder, 'a.' + ending)
            r = expect(run('render', TREES, '--at', 'cycle:2/mark:50%', '--view', 'spans', '-o', path), 0)
            assert r.out == '' and r.err == '', repr(r)
            assert open(path, 'rb').read().startswith(magic)
        assert sorted(os.listdir(folder)) == ['a.pdf', 'a.png', 'a.svg']


@test
def render_is_repeatable():
    with tempfile.TemporaryDirectory() as folder:
        pictures = []
        for i in range(2):
            path = os.path.join(folder, f'{i}.png')
            expect(run('render', TREES, '--at', 'cycle:2/mark:50%', '-o', path, '--theme', 'dark', '--scale', '0.5'), 0)
            pictures.append(open(path, 'rb').read())
        assert pictures[0] == pictures[1]


@test
def render_tells_the_last_events():
    """The machine runs flat out up to the picture, in slices of wall time; what it tells must not depend on them."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = []
        for i in range(3):
            path = os.path.join(folder, '%d.svg' % i)
            expect(run('render', TREES, '--view', 'inspector', '-o', path), 0)
            pictures.append(open(path, 'rb').read())
        assert pictures[0] == pictures[1] == pictures[2]


@test
def render_has_every_look():
    with tempfile.TemporaryDirectory() as folder:
        seen = {}
        looks = [('--theme', name) for name in ('light', 'dark', 'high-contrast', 'high-contrast-dark', 'print')]
        looks += [('--palette', name) for name in ('tol', 'grey')]
        looks += [('--colour-by', name) for name in ('sweepgen', 'class', 'occupancy', 'marked', 'owner', 'line', 'age')]
        looks += [('--zoom', '8'), ('--zoom', '60'), ('--text-scale', '1.5'), ('--select', '0xc000000000')]
        for look in looks:
            path = os.path.join(folder, 'a.png')
            expect(run('render', TREES, '--at', 'cycle:2/mark:50%', '--view', 'spans', '--size', '480x320', '-o', path,
                       *look), 0)
            data = open(path, 'rb').read()
            assert data not in seen, '%s looks as %s' % (' '.join(look), seen.get(data))
            seen[data] = ' '.join(look)


@test
def render_refuses():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.png')
        expect(run('render', TREES), 2, err=r'-o')
        expect(run('render', TREES, '-o', os.path.join(folder, 'a.bmp')), 2, err=r'\.png')
        expect(run('render', TREES, '-o', os.path.join(folder, 'a.gif')), 2, err=r'animation')
        expect(run('render', TREES, '-o', path, '--view', 'nonsense'), 2, err=r'nonsense')
        expect(run('render', TREES, '-o', path, '--size', '10'), 2, err=r'--size 10')
        expect(run('render', TREES, '-o', path, '--theme', 'pink'), 2, err=r'pink')
        expect(run('render', TREES, '-o', path, '--palette', 'pink'), 2, err=r'pink')
        expect(run('render', TREES, '-o', path, '--colour-by', 'taste'), 2, err=r'taste')
        expect(run('render', TREES, '-o', path, '--zoom', '1000'), 2, err=r'--zoom')
        expect(run('render', TREES, '-o', path, '--text-scale', '9'), 2, err=r'--text-scale')
        expect(run('render', TREES, '-o', path, '--select', 'here'), 2, err=r'here')
        expect(run('render', TREES, '-o', path, '--select', '0x10'), 1, err=r'0x10')
        expect(run('render', TREES, '-o', path, '--at', 'cycle:100000'), 1, err=r'before cycle:100000')
        expect(run('render', TREES, '-o', os.path.join(folder, 'no', 'a.png')), 1, err=r'No such file')
        assert os.listdir(folder) == []


def main():
    print(f'1..{len(TESTS)}')
    failed = 0
    for number, f in enumerate(TESTS, 1):
        note = ''
        try:
            outcome = f()
            if isinstance(outcome, str):
                note = ' # SKIP ' + outcome.removeprefix('skip: ')
            ok = True
        except (AssertionError, subprocess.TimeoutExpired, json.JSONDecodeError, OSError, KeyError) as problem:
            ok = False
            failed += 1
            for line in (f'{type(problem).__name__}: {problem}').splitlines():
                print('#', line)
        print(f'{"ok" if ok else "not ok"} {number} - {f.__name__}{note}', flush=True)
    return 1 if failed else 0


sys.exit(main())
