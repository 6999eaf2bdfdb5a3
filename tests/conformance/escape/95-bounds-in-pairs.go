// Index checks that are not needed, in a, b = x, y: what an earlier pair may have written is copied before.
package main

type ring struct {
	slots [8]int
	next  [256]uint8
	in    *ring
	at    uint8
}

var global [8]int
var start uint

func use(int) int { return 1 }

func swap(r *ring, i, j uint) {
	r.slots[i&7], r.slots[j&7] = r.slots[j&7], r.slots[i&7]
}

func locals(i, j uint) int {
	var a, b [8]int
	a[i&7], a[j&7] = a[j&7], a[i&7]
	a[i&7], a[(i+1)&7], a[j&7] = a[j&7], a[(j+1)&7], a[(j+2)&7]
	a[i&7], b[j&7] = a[j&7], b[i&7]
	i, j = uint(a[i&7]), uint(b[i&7])
	i, a[i&7] = uint(a[(i+1)&7]), a[i&7]
	return a[0] + b[0]
}

func globals(i, j uint, p *[8]int) {
	global[i&7], global[j&7] = global[j&7], global[i&7]
	global[start&7], global[start&7] = global[j&7], use(global[start&7])
	p[i&7], p[j&7] = p[j&7], p[(i+1)&7]
	p[p[i&7]&7], p[p[j&7]&7] = p[i&7], p[j&7]
	_, p[i&7] = p[j&7], p[(i+3)&7]
	start, p[start&7] = 3, p[start&7]
}

func nested(r *ring, m map[int]int) (a, b int) {
	r.in.next[r.at], r.next[r.in.at] = r.next[r.in.next[r.at]], r.in.next[r.at]
	r, r.next[r.at] = r.in, r.in.next[r.at]
	m[r.slots[r.at&7]], m[r.slots[(r.at+1)&7]] = r.slots[(r.at+2)&7], r.slots[(r.at+3)&7]
	a, b = r.slots[r.at&7], r.slots[r.at&3]
	return r.slots[r.at&7], r.slots[r.at&3]
}

func lists(i uint, s []int, t [][8]int) []int {
	var a [8]int
	s = append(s, a[i&7], a[a[i&7]&7], s[a[i&7]], t[a[i&3]][i&7])
	s[a[i&7]], s[a[i&3]] = a[i&1], a[i&5]
	return s
}

func main() {
	r := &ring{}
	swap(r, 1, 2)
	globals(1, 2, &r.slots)
	println(locals(1, 2))
	if start == 1 {
		nested(r, nil)
		lists(1, nil, nil)
	}
}
