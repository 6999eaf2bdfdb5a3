package main

import (
	"fmt"
	"math"
	"math/rand"
	"runtime"
	"runtime/debug"
	"strconv"
)

var sink []byte

func main() {
	debug.SetGCPercent(-1)
	r := rand.New(rand.NewSource(5))
	var m0, m1 runtime.MemStats
	vals := []float64{0, math.Copysign(0, -1), 1, -1, 10, 100, 1200, 1200.5, 1e9, 1234567890, 1e21, 1e-7, math.Inf(1), math.Inf(-1),
		math.NaN(), 5e-324, math.MaxFloat64, 999999.5}
	for i := 0; i < 30; i++ {
		vals = append(vals, math.Float64frombits(r.Uint64()), r.NormFloat64(), float64(r.Intn(1<<30)), r.Float64()*1e12)
	}
	for _, f := range []byte("eEfgGxXb") {
		for _, prec := range []int{-1, 0, 1, 3, 8, 17, 20} {
			for _, bits := range []int{32, 64} {
				h := uint32(0)
				runtime.ReadMemStats(&m0)
				for _, v := range vals {
					sink = strconv.AppendFloat(nil, v, f, prec, bits)
					for _, c := range sink {
						h = h*31 + uint32(c)
					}
				}
				runtime.ReadMemStats(&m1)
				fmt.Println(string(f), prec, bits, h, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
			}
		}
	}
}
