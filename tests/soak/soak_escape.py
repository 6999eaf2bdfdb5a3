"""Random programs through escape analysis, beside the installed compiler: the same lines in the same order, -m and -m=2.

Needs an installed Go 1.22 (go on the PATH, or GO=/path/to/go); says so where there is none."""
import functools
import os
import random
import shutil
import subprocess
import tempfile

COUNT = 400

PRELUDE = '''package main

import (
	"errors"
	"fmt"
	"strings"
)

type node struct {
	val  int
	next *node
	kids []*node
	name string
}

type small struct{ p *int }

type big struct {
	arr [20]int
	s   small
	n   *node
}

type wrap struct {
	*node
	small
	extra any
}

type shaper interface {
	shape(p *int) *int
	size() int
}

type sub interface{ size() int }

func (n *node) shape(p *int) *int { n.val = *p; return p }
func (n *node) size() int         { return n.val }
func (s small) shape(p *int) *int { return s.p }
func (s small) size() int         { return 1 }
func (b *big) grow(n *node) *big  { b.n = n; return b }
func (w wrap) both() (*int, *node) { return w.p, w.next }

var (
	gp   *int
	gn   *node
	gs   []*int
	gm   = map[string]*int{}
	ga   any
	gf   func() *int
	gc   = make(chan *int, 1)
	gsh  shaper
	gerr = errors.New("g")
	gst  = struct{ a, b *int }{a: new(int)}
)

func id(p *int) *int                  { return p }
func keep(p *int)                     { gp = p }
func drop(p *int)                     {}
func two(p, q *int) (*int, *int)      { return q, p }
func load(pp **int) *int              { return *pp }
func many(ps ...*int) int             { return len(ps) }
func first(ps []*int) *int            { return ps[0] }
func apply(f func(*int) *int, p *int) *int { return f(p) }
func fill(n *node, p *int) (m *node, err error) { m = n; m.val = *p; return }
func rec(n *node, depth int) *node {
	if depth == 0 {
		return n
	}
	return rec(&node{next: n}, depth-1)
}
'''

TYPES = {  # type -> ways to make a value from nothing
    'int': ['1', 'len(gs)', 'cap(gs)'],
    '*int': ['new(int)', 'gp', 'nil', '<-gc', 'gm["k"]'],
    '**int': ['&gp', 'new(*int)'],
    '*node': ['&node{}', 'new(node)', 'gn', '&node{val: 2, next: gn}'],
    'node': ['node{}', 'node{name: "x"}', '*gn'],
    'small': ['small{}', 'small{gp}', 'small{p: new(int)}'],
    '*big': ['&big{}', 'new(big)'],
    'wrap': ['wrap{}', 'wrap{node: gn}', 'wrap{small: small{gp}, extra: 3}'],
    '[]*int': ['gs', 'make([]*int, 3)', '[]*int{gp, new(int)}', 'nil', 'make([]*int, len(gs))'],
    '[]byte': ['[]byte("abc")', 'make([]byte, 10)', 'nil'],
    'string': ['"s"', 'gn.name', 'string(rune(65))', 'fmt.Sprint(1)', 'strings.Repeat("a", 2)'],
    'map[string]*int': ['gm', 'map[string]*int{"a": gp}', 'make(map[string]*int)'],
    'any': ['ga', '1', '"x"', 'nil'],
    'shaper': ['gsh', 'small{}', 'gn'],
    'func() *int': ['gf', 'func() *int { return gp }'],
    'func(*int) *int': ['id', 'func(p *int) *int { return p }', 'gn.shape'],
    'error': ['gerr', 'nil', 'errors.New("x")'],
    '[4]*int': ['[4]*int{}', '[4]*int{gp, 3: new(int)}'],
    'chan *int': ['gc', 'make(chan *int)'],
}

STEPS = {  # type -> ways to make one from others, {T} being a value of type T
    'int': ['*{*int}', '{*node}.val', '{*node}.size()', '{int} + {int}', 'many({*int}, {*int})', 'many({[]*int}...)',
            'len({string})', '{small}.size()', '{shaper}.size()', 'len({[]byte})', 'copy({[]*int}, {[]*int})',
            'min({int}, {int})'],
    '*int': ['&{v:int}', 'id({*int})', '{small}.p', 'load({**int})', '*{**int}', '{[]*int}[0]', 'first({[]*int})',
             '{*node}.shape({*int})', '{shaper}.shape({*int})', '{map[string]*int}["a"]', '{func() *int}()',
             '{func(*int) *int}({*int})', '&{*node}.val', '{any}.(*int)', '{wrap}.p', '{[4]*int}[{int} & 3]',
             'apply({func(*int) *int}, {*int})', '{[]*int}[:1][0]', '&{*big}.arr[2]',
             'small.shape({small}, {*int})', '(*node).shape({*node}, {*int})',
             'func() *int { return {*int} }()', '<-{chan *int}'],
    '**int': ['&{v:*int}', '&{v:small}.p', '&{v:[4]*int}[1]'],
    '*node': ['{*node}.next', '&node{next: {*node}}', '&{v:node}', 'rec({*node}, {int})', '{wrap}.node', '{*node}.kids[0]',
              '{*big}.n', '&node{kids: []*node{ {*node} }, name: {string}}',
              '{any}.(*node)', '{shaper}.(*node)'],
    'node': ['*{*node}', 'node{kids: append([]*node(nil), {*node})}'],
    'small': ['small{ {*int} }', '{*big}.s', '{wrap}.small', '{any}.(small)'],
    '*big': ['{*big}.grow({*node})', '&big{s: {small}}'],
    'wrap': ['wrap{ {*node}, {small}, {any} }', 'wrap{extra: {*int}}'],
    '[]*int': ['append({[]*int}, {*int})', 'append({[]*int}, {[]*int}...)', '{[]*int}[1:]', '[]*int{ {*int}, {*int} }',
               '{v:[4]*int}[:]'],
    '[]byte': ['[]byte({string})', 'append({[]byte}, {string}...)', '{[]byte}[:2]'],
    'string': ['string({[]byte})', '{string} + {string} + "z"', 'fmt.Sprint({any}, {int})', '{*node}.name',
               'fmt.Sprintf("%v", {*node})', 'strings.ToUpper({string})', '{string}[1:]', 'fmt.Sprint({any}, {string})'],
    'map[string]*int': ['map[string]*int{ {string}: {*int} }'],
    'any': ['any({int})', 'any({*node})', 'any({small})', '{string}', '{*int}', '{[4]*int}', '{func() *int}', 'any({node})'],
    'shaper': ['{*node}', '{small}', 'shaper({small})', '{any}.(shaper)'],
    'func() *int': ['func() *int { return {*int} }', 'func() *int { x := {int}; return &x }'],
    'func(*int) *int': ['{*node}.shape', '{small}.shape', '{shaper}.shape', 'func(p *int) *int { keep({*int}); return p }',
                        'func(*int) *int { return {*int} }'],
    'error': ['fmt.Errorf("%w", {error})', 'fmt.Errorf("%v", {int})'],
    '[4]*int': ['[4]*int{1: {*int}}'],
    'chan *int': ['{chan *int}'],
}


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.count = 0

    def name(self):
        self.count += 1
        return 'v%d' % self.count

    def value(self, want, scope, depth):
        choices = [n for n, t in scope if t == want]
        r = self.random
        if choices and r.random() < 0.45:
            return r.choice(choices)
        if depth <= 0 or r.random() < 0.25:
            value = r.choice(TYPES[want])
            value = '(%s)(nil)' % want if value == 'nil' else value
        else:
            value = self.expand(r.choice(STEPS[want]), scope, depth - 1)
        return '%s(%s)' % (want, value) if want in ('any', 'shaper') else value

    def expand(self, text, scope, depth):
        out, i = '', 0
        while i < len(text):
            end = text.find('}', i)
            inner = text[i + 1:end] if text[i] == '{' and end > 0 else ''
            if inner.startswith('v:') and inner[2:] in TYPES:
                choices = [n for n, t in scope if t == inner[2:]]
                if not choices:
                    self.pending = inner[2:]
                    raise LookupError
                out += self.random.choice(choices)
                i = end + 1
            elif inner in TYPES:
                value = self.value(inner, scope, depth)
                after = text[end + 1:end + 2]
                wraps = after in ('.', '[', '(') and (value[0] in '*&<' or value.startswith('func'))
                out += '(%s)' % value if wraps else value
                i = end + 1
            else:
                out += text[i]
                i += 1
        return out

    def pick(self, want, scope, depth):
        for _ in range(20):
            try:
                return self.value(want, scope, depth)
            except LookupError:
                continue
        return '*new(%s)' % want

    def emit(self, indent, text):
        self.lines.append('\t' * indent + text)

    def block(self, scope, indent, n, results, in_loop=False):
        scope = list(scope)
        for _ in range(n):
            self.statement(scope, indent, results, in_loop)

    def statement(self, scope, indent, results, in_loop):
        r = self.random
        v = lambda t: self.pick(t, scope, 3)
        kind = r.randrange(30)
        t = r.choice(list(TYPES))
        if kind < 7 or len(scope) < 2:
            name = self.name()
            value = v(t)
            self.emit(indent, 'var %s %s = %s' % (name, t, value) if r.random() < 0.6 or t in ('any', 'shaper', 'error')
                      else '%s := %s' % (name, '%s(%s)' % ('(%s)' % t, value)))
            self.emit(indent, '_ = ' + name)
            scope.append((name, t))
        elif kind == 7:
            name, t = r.choice(scope)
            self.emit(indent, '%s = %s' % (name, v(t)))
        elif kind == 8:
            self.emit(indent, r.choice(['gp = %s', 'gn.next, gp = gn, %s', '*gs[0], gp = 1, %s', 'gs[1] = %s',
                                        'gm["k"] = %s', 'gc <- %s', 'keep(%s)', 'drop(%s)', 'gst.b = %s']) % v('*int'))
        elif kind == 9:
            self.emit(indent, r.choice(['ga = %s', 'fmt.Println(%s)', 'println(%s != nil)', 'panicky(%s)']) % v('any'))
        elif kind == 10 and indent < 5:
            self.emit(indent, 'if (%s) > 3 {' % v('int'))
            self.block(scope, indent + 1, r.randrange(1, 4), results, in_loop)
            if r.random() < 0.5:
                self.emit(indent, '} else {')
                self.block(scope, indent + 1, r.randrange(1, 3), results, in_loop)
            self.emit(indent, '}')
        elif kind in (11, 12) and indent < 5:
            loop = r.randrange(6)
            i, x = self.name(), self.name()
            inner = list(scope)
            if loop == 0:
                self.emit(indent, 'for %s := 0; %s < 3; %s++ {' % (i, i, i))
                inner.append((i, 'int'))
            elif loop == 1:
                self.emit(indent, 'for %s, %s := range (%s) {' % (i, x, v('[]*int')))
                self.emit(indent + 1, '_, _ = %s, %s' % (i, x))
                inner += [(i, 'int'), (x, '*int')]
            elif loop == 2:
                self.emit(indent, 'for %s, %s := range (%s) {' % (i, x, v('map[string]*int')))
                self.emit(indent + 1, '_, _ = %s, %s' % (i, x))
                inner += [(i, 'string'), (x, '*int')]
            elif loop == 3:
                self.emit(indent, 'for %s := range (%s) {' % (i, v('int')))
                self.emit(indent + 1, '_ = %s' % i)
                inner.append((i, 'int'))
            elif loop == 4:
                self.emit(indent, 'for _, %s := range (%s) {' % (x, v('[4]*int')))
                self.emit(indent + 1, '_ = %s' % x)
                inner.append((x, '*int'))
            else:
                self.emit(indent, 'for len(gs) > 2 {')
            self.block(inner, indent + 1, r.randrange(1, 4), results, True)
            if r.random() < 0.3:
                self.emit(indent + 1, r.choice(['break', 'continue']))
            self.emit(indent, '}')
        elif kind == 13:
            self.emit(indent, '%s %s' % (r.choice(['go', 'defer']), r.choice(
                ['keep(%s)', 'drop(%s)', 'func(p *int) { keep(p) }(%s)', 'func() { gp = %s }()', 'many(gp, %s)',
                 'two(gp, %s)', 'gn.shape(%s)', 'gsh.shape(%s)']) % v('*int')))
        elif kind == 14:
            a, b = self.name(), self.name()
            self.emit(indent, '%s, %s := %s' % (a, b, r.choice(['two(%s, %s)' % (v('*int'), v('*int')),
                                                               '%s, %s' % (v('*int'), v('*int')),
                                                               '(%s).both()' % v('wrap')])))
            self.emit(indent, '_, _ = %s, %s' % (a, b))
            scope.append((a, '*int'))
        elif kind == 15:
            a, ok = self.name(), self.name()
            form, t = r.choice([('(%s).(*int)' % v('any'), '*int'), ('(%s)["k"]' % v('map[string]*int'), '*int'),
                                ('<-(%s)' % v('chan *int'), '*int'), ('(%s).(shaper)' % v('any'), 'shaper'),
                                ('(%s).(small)' % v('shaper'), 'small')])
            self.emit(indent, '%s, %s := %s' % (a, ok, form))
            self.emit(indent, '_, _ = %s, %s' % (a, ok))
            scope.append((a, t))
        elif kind == 16 and indent < 5:
            x = self.name()
            operand = r.choice(['any', 'shaper'])
            self.emit(indent, 'switch %s := (%s).(type) {' % (x, v(operand)))
            for case, t in [('*node', '*node'), ('small', 'small'), ('sub', None), ('nil', None)]:
                self.emit(indent, 'case %s:' % case)
                self.emit(indent + 1, '_ = ' + x)
                self.block(scope + ([(x, t)] if t else []), indent + 1, r.randrange(0, 3), results, in_loop)
            self.emit(indent, '}')
        elif kind == 17 and indent < 5:
            self.emit(indent, 'switch (%s) {' % v('int'))
            self.emit(indent, 'case *new(int), *(%s):' % v('*int'))
            self.block(scope, indent + 1, 2, results, in_loop)
            self.emit(indent, 'default:')
            self.block(scope, indent + 1, 1, results, in_loop)
            self.emit(indent, '}')
        elif kind == 18 and indent < 5:
            self.emit(indent, 'select {')
            x = self.name()
            self.emit(indent, 'case %s := <-(%s):' % (x, v('chan *int')))
            self.emit(indent + 1, '_ = ' + x)
            self.block(scope + [(x, '*int')], indent + 1, 1, results, in_loop)
            self.emit(indent, 'case gc <- %s:' % v('*int'))
            self.emit(indent, 'default:')
            self.emit(indent, '}')
        elif kind == 19 and results and indent > 1:
            self.emit(indent, 'return ' + ', '.join(v(t) for t in results))
        elif kind == 20 and indent < 4:
            f, p = self.name(), self.name()
            self.emit(indent, '%s := func(%s *int) *int {' % (f, p))
            self.block(scope + [(p, '*int')], indent + 1, r.randrange(1, 4), ['*int'])
            self.emit(indent + 1, 'return ' + self.pick('*int', scope + [(p, '*int')], 2))
            self.emit(indent, '}')
            self.emit(indent, '_ = ' + f)
            scope.append((f, 'func(*int) *int'))
        elif kind == 21:
            targets = [n for n, t in scope if t == 'int']
            if targets:
                self.emit(indent, r.choice(['%s++', '%s += 2', '%s <<= 1']) % r.choice(targets))
        elif kind == 22:
            name, t = r.choice(scope)
            if t in ('small', '*node', 'node', '*big', 'wrap'):
                field = {'small': ('p', '*int'), '*node': ('next', '*node'), 'node': ('kids', None), '*big': ('s', 'small'),
                         'wrap': ('extra', 'any')}[t]
                self.emit(indent, '%s.%s = %s' % (name, field[0], v(field[1]) if field[1] else 'nil'))
        elif kind == 24 and indent < 5:
            label, i = 'L%d' % self.count, self.name()
            self.emit(indent - 1, label + ':')
            self.emit(indent, 'for %s := 0; %s < 3; %s++ {' % (i, i, i))
            self.emit(indent + 1, 'if %s == 1 {' % i)
            self.emit(indent + 2, r.choice(['continue ', 'break ']) + label)
            self.emit(indent + 1, '}')
            self.block(scope + [(i, 'int')], indent + 1, r.randrange(1, 4), results, True)
            self.emit(indent, '}')
        elif kind == 25:
            name, t = r.choice(scope)
            self.emit(indent, r.choice(['func() { %s = %s }()', 'gf = func() *int { %s = %s; return nil }',
                                        'defer func() { %s = %s }()']) % (name, v(t)))
        elif kind == 26:
            t = r.choice(['*int', '*node', '[]*int', 'any'])
            names = [n for n, u in scope if u == t]
            if len(names) > 1:
                a, b = r.sample(names, 2)
                self.emit(indent, '%s, %s = %s, %s' % (a, b, b, v(t)))
        elif kind == 27:
            self.emit(indent, r.choice(['go (%s)(%s)', 'defer (%s)(%s)', '_ = (%s)(%s)']) % (v('func(*int) *int'), v('*int')))
        elif kind == 28:
            i = self.name()
            inner = [(i, 'int')]
            self.emit(indent, 'for %s := 0; %s < 2; %s++ {' % (i, i, i))
            self.emit(indent + 1, r.choice(['gf = func() *int { return &%s }', 'defer func() { %s++ }()', 'gp = &%s',
                                            'go func() { println(%s) }()']) % i)
            self.block(scope + inner, indent + 1, r.randrange(0, 3), results, True)
            self.emit(indent, '}')
        elif kind == 29 and indent < 5:
            self.emit(indent, 'switch x := (%s).(type) {' % v('any'))
            self.emit(indent, 'case *int, string:')
            self.emit(indent + 1, 'ga = x')
            self.emit(indent, 'case []*int:')
            self.emit(indent + 1, 'gs = append(x, %s)' % v('*int'))
            self.emit(indent, 'case func() *int:')
            self.emit(indent + 1, 'defer x()')
            self.emit(indent, '}')
        elif kind == 23:
            targets = [n for n, t in scope if t == '*node']
            if targets:
                n = r.choice(targets)
                self.emit(indent, '%s.next, %s.name = %s.next.next, %s' % (n, n, n, v('string')))

    def text(self):
        r = self.random
        self.lines.append(PRELUDE)
        self.lines.append('func panicky(x any) {\n\tif x == nil {\n\t\tpanic(fmt.Sprint(x) + strings.ToUpper("x"))\n\t}\n}\n')
        for i in range(r.randrange(2, 6)):
            params = [(self.name(), r.choice(list(TYPES))) for _ in range(r.randrange(0, 4))]
            results = [r.choice(list(TYPES)) for _ in range(r.randrange(0, 3))]
            named = results and r.random() < 0.3
            shown = ', '.join(('res%d %s' % (k, t) if named else t) for k, t in enumerate(results))
            recv = r.choice(['', '', '', '(r *node) ', '(r small) ', '(_ wrap) '])
            scope = params + ([('r', '*node')] if 'r *node' in recv else [('r', 'small')] if 'r small' in recv else [])
            scope += [('res%d' % k, t) for k, t in enumerate(results)] if named else []
            self.lines.append('func %sf%d(%s)%s {' % (recv, i, ', '.join('%s %s' % p for p in params),
                                                      ' (%s)' % shown if results else ''))
            self.block(scope, 1, r.randrange(3, 10), results)
            if results:
                self.emit(1, 'return' if named and r.random() < 0.5 else
                          'return ' + ', '.join(self.pick(t, scope, 2) for t in results))
            self.lines.append('}\n')
        self.lines.append('func main() {}\n')
        return '\n'.join(self.lines)


ENVIRONMENT = dict(os.environ, GO111MODULE='off', GOFLAGS='')


@functools.cache
def compiler():
    """(go, what its compiler reads imports by), or None. Without linking, a program takes a third of go build's time."""
    go = os.environ.get('GO') or shutil.which('go') or '/usr/lib/go-1.22/bin/go'
    if not os.path.exists(go):
        return None
    version = subprocess.run([go, 'version'], capture_output=True, text=True).stdout
    if ' go1.22' not in version:
        return None
    listed = subprocess.run([go, 'list', '-deps', '-export', '-f', '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}',
                             'errors', 'fmt', 'strings'], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return go, listed.stdout


def lines(text, folder):
    text = text.replace(folder + '/', '').replace('./', '')
    return [line.rstrip() for line in text.split('\n') if line.strip() and not line.startswith('# ')]


def one(soak, seed):
    if compiler() is None:
        return 'no Go 1.22 is installed (set GO=/path/to/go)'
    go, imports = compiler()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'x.go')
        with open(path, 'w', encoding='utf-8') as out:
            out.write(Program(seed).text())
        with open(os.path.join(folder, 'imports'), 'w', encoding='utf-8') as out:
            out.write(imports)
        for level in ('-m', '-m=2'):
            real = subprocess.run([go, 'tool', 'compile', '-o', 'x.o', '-p', 'main', '-complete', '-importcfg', 'imports',
                                   level, '-l', 'x.go'], capture_output=True, text=True, cwd=folder, timeout=300,
                                  env=ENVIRONMENT)
            ours = soak.run('escape', level, path)
            got = lines((ours.stdout + ours.stderr).decode('utf-8', 'replace'), folder)
            want = lines(real.stdout + real.stderr, folder)
            if real.returncode != 0:
                if ours.returncode == 0:
                    return 'Go refuses it: ' + want[0]
                return None  # both refuse: a program of the generator that is none
            if ours.returncode != 0:
                return 'refused: %s' % got[:1]
            if got != want:
                at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
                return '%s line %d: got %s, want %s' % (level, at + 1, got[at:at + 1], want[at:at + 1])
    return None
