// Times with a reading of the monotonic clock: what is measured with it, what drops it, how it prints.
package main

import (
	"fmt"
	"runtime"
	"time"
)

var sink string

func step(name string, f func()) {
	var a, b runtime.MemStats
	f()
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func main() {
	t := time.Now()
	u := t.Add(time.Second)
	fmt.Println(u.Sub(t), u.After(t), t.Before(u), t.Equal(t.Round(0)), t == t.Round(0), t.Compare(u))
	s := t.String()
	fmt.Println(len(s) > 40, s[len(s)-14:len(s)-9])
	fmt.Println(t.UTC().Sub(t), t.Truncate(time.Hour).Location(), t.In(time.UTC) == t.UTC())
	fmt.Println(time.Since(t) < time.Minute, time.Until(u) > 0)
	far := t.Add(1<<63 - 1)
	fmt.Println(far.Sub(t), far.String()[len(far.String())-3:] != "UTC")
	old := t.Add(-1 << 63)
	fmt.Println(old.Sub(t), old.Year() < 1800)
	var z time.Time
	fmt.Println(z.IsZero(), t.IsZero(), z.Add(time.Hour), z.Sub(t), t.Sub(z))
	fmt.Println(z.Add(1<<63-1), z.Add(-1<<63))
	x := time.Unix(1<<40, 5)
	fmt.Println(x.Add(1<<63 - 1).Add(-1 << 63).Sub(x), x)
	st := t.Add(-time.Hour).String()
	fmt.Println(st[len(st)-19 : len(st)-10])
	step("now", func() { t = time.Now() })
	step("string", func() { sink = t.String() })
	step("since", func() { u = u.Add(time.Since(t)) })
	step("fmt", func() { sink = fmt.Sprint(t) })
	step("goString", func() { sink = fmt.Sprintf("%#v", z) })
	tk := time.NewTicker(time.Millisecond)
	a := <-tk.C
	b := <-tk.C
	fmt.Println(b.Sub(a) > 0)
	m := map[time.Time]int{t: 1, t.Round(0): 2, t.UTC(): 3}
	fmt.Println(len(m))
	c := t.AddDate(0, 0, 1)
	fmt.Println(c.Sub(t), c.String()[len(c.String())-3:])
}
