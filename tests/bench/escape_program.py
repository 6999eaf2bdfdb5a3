"""A Go program of a given length, the same every time: structs, slices, maps, closures, interfaces, methods, in functions
that call each other. It compiles; what it computes means nothing.

usage: escape_program.py [LINES]"""
import random
import sys

HEADER = '''package main

import "fmt"

type shape interface {
\tarea(scale int) int
}

var sink interface{}
var kept []*int
'''

STRUCT = '''
type rec%(n)d struct {
\tid   int
\tname string
\tnext *rec%(n)d
\tdata []int
\tmore map[string]int
}

func newRec%(n)d(id int, name string) *rec%(n)d {
\treturn &rec%(n)d{id: id, name: name, data: make([]int, %(a)d)}
}

func (r *rec%(n)d) area(scale int) int {
\tsum := 0
\tfor i, v := range r.data {
\t\tsum += v*scale + i
\t}
\treturn sum + len(r.name)
}

func (r *rec%(n)d) push(id int) *rec%(n)d {
\tnext := &rec%(n)d{id: id, next: r}
\tif id %% %(b)d == 0 {
\t\tnext.more = map[string]int{r.name: id}
\t}
\treturn next
}
'''

FUNCTIONS = ['''
func slices%(n)d(in []int, limit int) ([]int, int) {
\tvar buf [%(a)d]int
\tlocal := make([]int, 0, %(b)d)
\tout := make([]int, 0, limit)
\tfor i, v := range in {
\t\tbuf[i%%len(buf)] += v
\t\tif v > %(c)d {
\t\t\tlocal = append(local, v)
\t\t} else {
\t\t\tout = append(out, v*%(b)d)
\t\t}
\t}
\treturn out, len(local) + buf[0]
}
''', '''
func closures%(n)d(start int) (func() int, int) {
\tcount, step := start, %(a)d
\tcounter := func() int {
\t\tcount += step
\t\treturn count
\t}
\tapply := func(f func(int) int, times int) int {
\t\tx := start
\t\tfor i := 0; i < times; i++ {
\t\t\tx = f(x)
\t\t}
\t\treturn x
\t}
\ttotal := apply(func(v int) int { return v*%(b)d + step }, %(c)d)
\treturn counter, total
}
''', '''
func maps%(n)d(keys []string) map[string]*rec%(r)d {
\tby := make(map[string]*rec%(r)d)
\tseen := map[int]bool{}
\tfor i, k := range keys {
\t\tif old, ok := by[k]; ok {
\t\t\tby[k] = old.push(i)
\t\t\tcontinue
\t\t}
\t\tby[k] = newRec%(r)d(i, k+"-%(a)d")
\t\tseen[len(k)] = true
\t}
\tif len(seen) > %(b)d {
\t\tdelete(by, keys[0])
\t}
\treturn by
}
''', '''
func pointers%(n)d(a, b *int, deep bool) *int {
\tx, y := *a+%(a)d, *b-%(b)d
\tp := &x
\tif deep {
\t\tp = &y
\t}
\tif x > y {
\t\tkept = append(kept, a)
\t\treturn p
\t}
\treturn b
}
''', '''
func dynamic%(n)d(s shape, n int) string {
\tr := rec%(r)d{id: n, name: "r%(n)d"}
\tvar other shape = &r
\tif s == nil {
\t\ts = other
\t}
\tswitch v := s.(type) {
\tcase *rec%(r)d:
\t\tsink = v.next
\tdefault:
\t\tsink = v.area(n)
\t}
\treturn fmt.Sprintf("%%d %%s", s.area(%(a)d), r.name)
}
''']

CALLS = {
    0: '\t_, n%(n)d := slices%(n)d([]int{%(n)d, %(a)d, %(b)d}, %(c)d)\n\tsum += n%(n)d\n',
    1: '\tf%(n)d, t%(n)d := closures%(n)d(%(n)d)\n\tsum += f%(n)d() + t%(n)d\n',
    2: '\tsum += len(maps%(n)d([]string{"a", "bc", "a"}))\n',
    3: '\tsum += *pointers%(n)d(&sum, new(int), sum > %(c)d)\n',
    4: '\tsum += len(dynamic%(n)d(nil, %(n)d))\n',
}


def program(lines):
    rng = random.Random(1)
    parts, calls, length, n, record = [HEADER], [], HEADER.count('\n'), 0, 0
    while length < lines - 40:
        values = {'n': n, 'a': rng.randrange(2, 40), 'b': rng.randrange(2, 20), 'c': rng.randrange(2, 90)}
        if n % 10 == 0:
            record = n
            part = STRUCT % values
        else:
            kind = rng.randrange(len(FUNCTIONS))
            part = FUNCTIONS[kind] % dict(values, r=record)
            calls.append(CALLS[kind] % values)
        if n % 50 == 49:
            part += '\nfunc group%d(sum int) int {\n%s\treturn sum\n}\n' % (n // 50, ''.join(calls))
            calls = []
        parts.append(part)
        length += part.count('\n')
        n += 1
    parts.append('\nfunc main() {\n\tsum := 0\n%s\tfmt.Println(sum, len(kept))\n}\n'
                 % ''.join('\tsum = group%d(sum)\n' % i for i in range(n // 50)))
    return ''.join(parts)


if __name__ == '__main__':
    sys.stdout.write(program(int(sys.argv[1]) if len(sys.argv) > 1 else 10000))
