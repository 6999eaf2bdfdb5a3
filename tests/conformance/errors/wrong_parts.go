package main

type point struct{ x, y int }
type line struct{ from, to *point }

func pick[K missing, V any](m map[K]V, k K) V {
	var s map[K]bool
	k.less(k)
	_ = k + k
	return m[k]
}

func self(f self) {}

func sum[T ~int | ~absent](a, b T) T { return a + b }

func main() {
	_ = []point{{1, 2, 3}, {z: 1}}
	_ = map[string]line{"a": {from: {1}, to: {x: 1, y: ""}}}
	_ = []*point{{1, 2, 3}}
	_ = [...]point{{1, "a"}}
	for i, unused := range []nothing{} {
	}
	_ = 0e9999999999 + 1e-9999999999
}
