package main

import "fmt"

type Node struct {
	Key, Val    int
	Left, Right *Node
	Color       bool
}

type Tree struct {
	Root *Node
	Size int
	Cmp  func(a, b int) int
}

func (t *Tree) Insert(k, v int) (n *Node, inserted bool) {
	p := &t.Root
	for *p != nil {
		n = *p
		switch c := t.Cmp(k, n.Key); {
		case c < 0:
			p = &n.Left
		case c > 0:
			p = &n.Right
		default:
			n.Val = v
			return n, false
		}
	}
	n = &Node{Key: k, Val: v}
	*p = n
	t.Size++
	return n, true
}

func (t *Tree) Walk(f func(*Node) bool) {
	var walk func(*Node) bool
	walk = func(n *Node) bool {
		return n == nil || walk(n.Left) && f(n) && walk(n.Right)
	}
	walk(t.Root)
}

func (t Tree) Min() (min *Node) {
	for n := t.Root; n != nil; n = n.Left {
		min = n
	}
	return min
}

func (n *Node) rotate() *Node {
	l := n.Left
	n.Left, l.Right = l.Right, n
	return l
}

func (n Node) clone() *Node {
	if n.Left != nil {
		n.Left = n.Left.clone()
	}
	if n.Right != nil {
		n.Right = n.Right.clone()
	}
	return &n
}

func build(lo, hi int) *Node {
	if lo > hi {
		return nil
	}
	mid := (lo + hi) / 2
	return &Node{Key: mid, Left: build(lo, mid-1), Right: build(mid+1, hi)}
}

func bfs(root *Node) (levels [][]int) {
	queue := []*Node{root}
	for len(queue) > 0 {
		var next []*Node
		level := make([]int, 0, len(queue))
		for _, n := range queue {
			if n == nil {
				continue
			}
			level = append(level, n.Key)
			next = append(next, n.Left, n.Right)
		}
		levels = append(levels, level)
		queue = next
	}
	return
}

type graph struct {
	adj   map[string][]*edge
	nodes []vertex
}
type edge struct {
	to *vertex
	w  float64
}
type vertex struct {
	id   string
	out  []edge
	meta map[string]any
}

func (g *graph) connect(a, b int, w float64) {
	from, to := &g.nodes[a], &g.nodes[b]
	from.out = append(from.out, edge{to, w})
	e := edge{to: from, w: w}
	g.adj[to.id] = append(g.adj[to.id], &e)
	to.meta["in"] = e
}

func (g *graph) dijkstra(src *vertex) map[*vertex]float64 {
	dist := map[*vertex]float64{src: 0}
	done := make(map[*vertex]struct{})
	for {
		var best *vertex
		for v, d := range dist {
			if _, ok := done[v]; !ok && (best == nil || d < dist[best]) {
				best = v
			}
		}
		if best == nil {
			return dist
		}
		done[best] = struct{}{}
		for i := range best.out {
			e := &best.out[i]
			if d, ok := dist[e.to]; !ok || dist[best]+e.w < d {
				dist[e.to] = dist[best] + e.w
			}
		}
	}
}

type ring [8]*Node

func (r *ring) put(i int, n *Node) { r[i%len(r)] = n }
func (r ring) at(i uint) *Node     { return r[i%8] }
func (r *ring) slice() []*Node     { return r[2:4] }

type cache struct {
	m    map[int]*entry
	head entry
	cap  int
}
type entry struct {
	k          int
	v          any
	prev, next *entry
}

func newCache(n int) *cache {
	c := &cache{m: map[int]*entry{}, cap: n}
	c.head.next, c.head.prev = &c.head, &c.head
	return c
}

func (c *cache) get(k int) (v any, ok bool) {
	if e, ok := c.m[k]; ok {
		c.front(e)
		return e.v, true
	}
	return
}

func (c *cache) front(e *entry) {
	if e.prev != nil {
		e.prev.next, e.next.prev = e.next, e.prev
	}
	e.next, e.prev = c.head.next, &c.head
	c.head.next.prev = e
	c.head.next = e
}

func (c *cache) put(k int, v any) {
	e := c.m[k]
	if e == nil {
		e = &entry{k: k}
		c.m[k] = e
	}
	e.v = v
	c.front(e)
	for len(c.m) > c.cap {
		last := c.head.prev
		delete(c.m, last.k)
		last.prev.next = &c.head
		c.head.prev = last.prev
		*last = entry{}
	}
}

func main() {
	t := Tree{Cmp: func(a, b int) int { return a - b }}
	for i := 0; i < 5; i++ {
		t.Insert(i*7%5, i)
	}
	sum := 0
	t.Walk(func(n *Node) bool { sum += n.Val; return true })
	fmt.Println(sum, t.Min().Key, t.Root.clone(), bfs(build(0, 6)))
	g := graph{adj: map[string][]*edge{}, nodes: make([]vertex, 3)}
	for i := range g.nodes {
		g.nodes[i] = vertex{id: fmt.Sprint(i), meta: map[string]any{}}
	}
	g.connect(0, 1, 2.5)
	fmt.Println(len(g.dijkstra(&g.nodes[0])))
	var r ring
	r.put(3, t.Root)
	fmt.Println(r.at(3) == t.Root, len(r.slice()))
	c := newCache(2)
	c.put(1, "a")
	c.put(2, g)
	fmt.Println(c.get(1))
}
