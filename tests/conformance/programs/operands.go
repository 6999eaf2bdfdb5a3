// What the operands of one statement see of each other: calls first, then what is read beside them.
package main

import "fmt"

type T struct {
	l, r *T
	k    int
}

var cnt int
var order []string

func mk(d int) *T {
	if d == 0 {
		return nil
	}
	cnt++
	return &T{mk(d - 1), mk(d - 1), cnt}
}

func tr(s string, v int) int { order = append(order, s); return v }

type A struct {
	m  map[string]int
	s  []int
	in struct{ x, y int }
	p  *A
}

func (a *A) inc() int     { a.in.x++; return a.in.x }
func (a A) val() int      { return a.in.x }
func (a *A) self() *A     { a.in.y++; return a }
func (a A) add(n int) int { return a.in.x*100 + n }

var ga A
var fv = func(n int) int { return n * 2 }

func swap() int { fv = func(n int) int { return n * 3 }; return 7 }
func chg() int  { ga.s = []int{9, 9, 9}; return 1 }

type I interface{ M(int) int }
type X int

func (x X) M(n int) int { return int(x)*10 + n }

var gi I = X(1)

func chgi() int { gi = X(2); return 5 }

func multi() (int, string) { cnt += 100; return cnt, "m" }

func main() {
	t := mk(3)
	fmt.Println(t.k, t.l.k, t.r.k, cnt)
	ga.s = []int{1, 2, 3}
	fmt.Println(ga.s[0] + chg() + ga.s[1])
	ga.s = []int{1, 2, 3}
	fmt.Println(ga.s[1:][0]+chg(), len(ga.s)+chg(), cap(ga.s[:1])*chg())
	fmt.Println(fv(swap()), fv(1))
	fmt.Println(gi.M(chgi()), gi.M(0))
	fmt.Println(ga.val()+ga.inc()*10+ga.val()*100, ga.in.x, ga.inc(), ga.in)
	fmt.Println(ga.add(ga.inc()))
	ga.self().in.x += ga.inc() + ga.self().in.y
	fmt.Println(ga.in)
	ga.m = map[string]int{}
	ga.m[fmt.Sprint(cnt)], ga.s[cnt%3] = multi2()
	fmt.Println(len(ga.m), ga.s)
	x, y := cnt, func() int { cnt++; return cnt }()
	fmt.Println(x, y)
	a := []int{tr("a", 1), tr("b", 2) + tr("c", 3)*tr("d", 4), -tr("e", 5)}
	b := map[int]int{tr("k1", 1): tr("v1", 2), tr("k2", 3): tr("v2", 4)}
	fmt.Println(a, b, tr("f", 1) < tr("g", 2) && tr("h", 1) > tr("i", 2) || tr("j", 1) == 1, order)
	n, s := multi()
	fmt.Println(n, s, cnt)
	ch := make(chan int, 4)
	ch <- cnt + func() int { cnt *= 2; return 1 }()
	ch <- 1
	fmt.Println(<-ch-<-ch, cnt)
	var e interface{} = cnt
	fmt.Println(e.(int)+func() int { e = 3; return 1 }(), e)
	i := 0
	arr := [3]int{}
	arr[i], i = func() int { i++; return 5 }(), 2
	fmt.Println(arr, i)
	p := &ga
	p.in.x, p = 77, &A{}
	fmt.Println(ga.in.x, p.in.x)
	st := "abc"
	g := func() string { st = "xyz" + st; return "-" }
	st += g() + st
	fmt.Println(st, st+g()+st, st[0] == g()[0], []byte(st)[0], string(st[1])+g())
	var arr2 [4]int
	k := 0
	nx := func() int { k++; return k }
	arr2[nx()] += nx() * 10
	arr2[k]++
	arr2[nx()-1], arr2[0] = arr2[1]+nx(), k
	fmt.Println(arr2, k)
	sl := []int{1}
	sl = append(sl, len(sl), func() int { sl = append(sl, 50); return 60 }(), sl[0])
	fmt.Println(sl)
	defer fmt.Println("deferred", cnt, func() int { cnt = -1; return cnt }())
	func(a, b int, c ...interface{}) { fmt.Println(a, b, c) }(cnt, nx(), k, nx(), &k == nil)
	switch cnt + nx() {
	case k - 1, nx() + cnt - 1:
		fmt.Println("case", k)
	default:
		fmt.Println("default", k)
	}
	if k == nx() || nx() == k {
		fmt.Println("cond", k)
	}
	q := struct{ a, b, c int }{k, nx(), k}
	fmt.Println(q, q == struct{ a, b, c int }{k, nx(), k})
	type pair struct {
		p *int
		q []int
	}
	pr := &pair{q: []int{k, nx()}, p: func() *int { v := k; return &v }()}
	fmt.Println(*pr.p, pr.q, min(k, nx(), k), max(nx(), k))
}

func multi2() (int, int) { cnt += 1; return cnt, cnt * 2 }
