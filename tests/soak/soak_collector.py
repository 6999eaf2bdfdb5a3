"""Random Go programs under random knobs on 1 to 16 processors, the verifier looking every 1,000 ticks.

A seed makes the program, the knobs it starts with and how they change while it runs. The program's goroutines build,
share, cut and forget structures of many shapes; every object carries a word that must agree with another of its own, so
that one which was freed too early and used again is noticed even without the verifier."""
import os
import random
import re
import subprocess

COUNT = 10000

HEAD = '''package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

type Node struct {
	left, right *Node
	key, check  uint32
	pad         [%(pad)d]int
}

type Wide struct {
	kids  [%(wide)d]*Node
	name  string
	check string
	next  *Wide
}

type Shape interface{ Tag() uint32 }

func (n *Node) Tag() uint32 { return n.key }
func (w *Wide) Tag() uint32 { return uint32(len(w.name)) }

var (
	root   *Node
	table  [%(table)d]*Node
	wide   *Wide
	index  = map[uint32]*Node{}
	shapes []Shape
	texts  map[string][]byte
	mutex  sync.Mutex
	pool   = sync.Pool{New: func() any { return new(Wide) }}
	queue  = make(chan *Node, %(queue)d)
	done   int
)

func newNode(key uint32, l, r *Node) *Node {
	return &Node{left: l, right: r, key: key, check: ^key}
}

func look(n *Node) *Node {
	if n != nil && n.check != ^n.key {
		panic(fmt.Sprint("node is not what it was: ", n.key, " ", n.check))
	}
	return n
}

func newWide(key uint32) *Wide {
	s := fmt.Sprint("wide", key)
	return &Wide{name: s, check: s + "!"}
}

func lookWide(w *Wide) *Wide {
	if w != nil && w.name+"!" != w.check {
		panic("wide is not what it was: " + w.name + " " + w.check)
	}
	return w
}

func tree(depth int, key uint32) *Node {
	if depth == 0 {
		return newNode(key, nil, nil)
	}
	return newNode(key, tree(depth-1, 2*key), tree(depth-1, 2*key+1))
}

func walk(n *Node, way uint32, most int) *Node {
	for most > 0 && look(n) != nil {
		next := n.left
		if way&1 != 0 {
			next = n.right
		}
		if next == nil {
			return n
		}
		n, way, most = next, way>>1, most-1
	}
	return n
}

func deep(n int, keep *Node) uint32 {
	var local [8]*Node
	local[n%%8] = newNode(uint32(n), keep, nil)
	if n > 0 {
		deep(n-1, local[n%%8])
	}
	return look(local[n%%8]).key
}

func worker(id int, x uint32, turns int, wg *sync.WaitGroup) {
	defer wg.Done()
	var mine *Node
	var held []*Node
	var list *Wide
	for i := 0; i < turns; i++ {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		switch x %% %(cases)d {
'''

# What a turn may do; a program has some of them, each once to four times.
TURNS = [
    'mine = newNode(x, mine, root)',
    'mine = newNode(x, look(mine), table[x>>8%%%(table)d])\n\t\t\tif x>>20%%%(forget)d == 0 {\n\t\t\t\tmine = nil\n\t\t\t}',
    'mutex.Lock()\n\t\t\ttable[x>>8%%%(table)d] = mine\n\t\t\tmutex.Unlock()',
    'mutex.Lock()\n\t\t\tmine = look(table[x>>8%%%(table)d])\n\t\t\ttable[x>>8%%%(table)d] = nil\n\t\t\tmutex.Unlock()',
    'if n := walk(mine, x, 20); n != nil {\n\t\t\t\tn.left, n.right = n.right, newNode(x, nil, nil)\n\t\t\t}',
    'if n := walk(mine, x, 12); n != nil {\n\t\t\t\tmine, n.left = n.left, nil\n\t\t\t\tlook(mine)\n\t\t\t}',
    'mine = tree(int(x>>9%%%(depth)d), x|1)',
    'root = tree(int(x>>9%%%(depth)d), x|1)',
    'held = append(held, look(mine))\n\t\t\tif len(held) > %(held)d {\n\t\t\t\theld = held[len(held)/2:]\n\t\t\t}',
    'if len(held) > 0 {\n\t\t\t\tmine = look(held[x>>7%%uint32(len(held))])\n\t\t\t}',
    'held = make([]*Node, x>>10%%%(slice)d)\n\t\t\tfor j := range held {\n\t\t\t\theld[j] = mine\n\t\t\t}',
    'b := make([]byte, x>>10%%%(bytes)d)\n\t\t\tif len(b) > 0 {\n\t\t\t\tb[len(b)-1] = byte(x)\n\t\t\t}\n\t\t\tdone += len(b) & 1',
    'mutex.Lock()\n\t\t\tindex[x>>11%%%(index)d] = mine\n\t\t\tmutex.Unlock()',
    'mutex.Lock()\n\t\t\tmine = look(index[x>>11%%%(index)d])\n\t\t\tdelete(index, x>>11%%%(index)d)\n\t\t\tmutex.Unlock()',
    'mutex.Lock()\n\t\t\tif texts == nil || len(texts) > %(index)d {\n\t\t\t\ttexts = map[string][]byte{}\n\t\t\t}\n'
    '\t\t\tk := fmt.Sprint(x >> 12 %% 512)\n\t\t\ttexts[k] = append(texts[k], k...)\n\t\t\tmutex.Unlock()',
    'w := newWide(x)\n\t\t\tw.kids[x>>6%%%(wide)d] = mine\n\t\t\tw.next = lookWide(list)\n\t\t\tlist = w\n'
    '\t\t\tif x>>20%%%(forget)d == 0 {\n\t\t\t\tlist = nil\n\t\t\t}',
    'mutex.Lock()\n\t\t\tif wide == nil {\n\t\t\t\twide = newWide(x)\n\t\t\t}\n\t\t\twide.kids[x>>6%%%(wide)d] = mine\n'
    '\t\t\tmine = look(wide.kids[x>>16%%%(wide)d])\n\t\t\tif x>>25%%4 == 0 {\n\t\t\t\twide = nil\n\t\t\t}\n\t\t\tmutex.Unlock()',
    'select {\n\t\t\tcase queue <- mine:\n\t\t\tcase mine = <-queue:\n\t\t\t\tlook(mine)\n\t\t\tdefault:\n\t\t\t}',
    'select {\n\t\t\tcase mine = <-queue:\n\t\t\t\tlook(mine)\n\t\t\tdefault:\n\t\t\t}',
    'w := pool.Get().(*Wide)\n\t\t\tw.kids[x>>6%%%(wide)d] = look(w.kids[x>>9%%%(wide)d])\n\t\t\tw.kids[0] = mine\n\t\t\tpool.Put(w)',
    'keep := mine\n\t\t\tf := func() *Node { return look(keep) }\n\t\t\tkeep = newNode(x, keep, nil)\n\t\t\tmine = f()',
    'mutex.Lock()\n\t\t\tshapes = append(shapes, newNode(x, mine, nil), newWide(x))\n\t\t\tif len(shapes) > %(held)d {\n'
    '\t\t\t\tshapes = append([]Shape(nil), shapes[len(shapes)/2:]...)\n\t\t\t}\n\t\t\tdone += int(shapes[0].Tag() & 1)\n\t\t\tmutex.Unlock()',
    'done += int(deep(int(x>>9%%%(deep)d), mine))',
    'runtime.Gosched()',
    'time.Sleep(time.Duration(x>>12%%200) * time.Microsecond)',
    'n := newNode(x, mine, nil)\n\t\t\truntime.SetFinalizer(n, func(n *Node) { done += int(look(n).key & 1); look(n.left) })',
    'sub := make(chan *Node)\n\t\t\tgo func(n *Node) { sub <- newNode(x, n, nil) }(mine)\n\t\t\tmine = look(<-sub)',
    'for j := 0; j < %(spin)d; j++ {\n\t\t\t\tx = x*1664525 + 1013904223\n\t\t\t}',
    'defer func(n *Node) { look(n) }(mine)',
]

# What is rare: at most once in a hundred turns.
RARE = [
    'runtime.GC()',
    'debug.FreeOSMemory()',
    'debug.SetGCPercent(int(x>>12%%200) + 1)',
    'debug.SetGCPercent(-1)\n\t\t\t\tdebug.SetMemoryLimit(int64(x>>12%%16+6) << 20)',
    'debug.SetMemoryLimit(int64(x>>12%%32+4) << 20)',
    'runtime.GOMAXPROCS(int(x>>12%%16) + 1)',
    'var ms runtime.MemStats\n\t\t\t\truntime.ReadMemStats(&ms)\n\t\t\t\tdone += int(ms.NumGC & 1)',
    'time.Sleep(3 * time.Minute)',
]

TAIL = '''		}
	}
	look(mine)
	for _, n := range held {
		look(n)
	}
	for w := list; w != nil; w = w.next {
		look(lookWide(w).kids[0])
	}
}

func main() {
	var wg sync.WaitGroup
	for r := 0; r < %(rounds)d; r++ {
		for id := 0; id < %(workers)d; id++ {
			wg.Add(1)
			go worker(id, uint32(%(seed)d*7919+r*104729+id*31337)|1, %(turns)d, &wg)
		}
		wg.Wait()
	}
	for _, n := range table {
		look(n)
	}
	for _, n := range index {
		look(n)
	}
	fmt.Println("done", done != -1)
}
'''


def program(seed):
    r = random.Random(seed)
    turns = [t for t in TURNS if r.random() < 0.5 for _ in range(r.randint(1, 4))] or TURNS[:3]
    rare = [t for t in RARE if r.random() < 0.25]
    r.shuffle(turns)
    workers = r.choice([1, 1, 2, 3, 5, 8, 20])
    v = {
        'pad': r.choice([0, 0, 1, 4, 10, 50, 120]), 'wide': r.choice([1, 4, 20, 70, 200, 600]), 'table': r.choice([4, 64, 500]),
        'queue': r.choice([1, 8, 100]), 'forget': r.choice([2, 20, 300]), 'depth': r.choice([2, 4, 6, 8]),
        'held': r.choice([4, 100, 2000]), 'slice': r.choice([10, 200, 5000]), 'bytes': r.choice([30, 3000, 100000]),
        'index': r.choice([8, 100, 1000]), 'deep': r.choice([5, 40, 400]), 'spin': r.choice([10, 1000]),
        'workers': workers, 'rounds': r.choice([1, 1, 2, 4]), 'seed': seed, 'cases': len(turns) + bool(rare),
    }
    v['turns'] = max(20, r.choice([500, 2000, 6000]) // (workers * v['rounds']))
    text = HEAD % v
    for i, t in enumerate(turns):
        text += '\t\tcase %d:\n\t\t\t%s\n' % (i, t % v)
    if rare:
        text += '\t\tcase %d:\n\t\t\tswitch x >> 8 %% %d {\n' % (len(turns), r.choice([20, 100]) * len(rare))
        for i, t in enumerate(rare):
            text += '\t\t\tcase %d:\n\t\t\t\t%s\n' % (i, t % v)
        text += '\t\t\t}\n'
    return text + uses(TAIL % v, text)


def uses(tail, body):
    """Go refuses packages that are imported and not used."""
    names = [('debug', 'debug.SetGCPercent'), ('time', 'time.Now'), ('runtime', 'runtime.GC')]
    extra = ''.join('\nvar _ = %s\n' % call for name, call in names if not re.search(r'\b%s\.' % name, body))
    return tail + extra


def one(soak, seed):
    path = os.path.join(soak.scratch, 'collector-%d.go' % seed)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(program(seed))
    campaign = os.path.join(soak.build, 'tests', 'session', 'machine-campaign')
    done = subprocess.run([campaign, path, str(seed)], capture_output=True, text=True, timeout=600)
    os.remove(path)
    return None if done.returncode == 0 else 'status %d: %s' % (done.returncode, done.stdout[-2000:] + done.stderr[-1000:])
