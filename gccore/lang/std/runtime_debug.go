// Package debug: the collector's knobs.
package debug

import (
	"runtime"
	"time"
)

type GCStats struct {
	LastGC         time.Time
	NumGC          int64
	PauseTotal     time.Duration
	Pause          []time.Duration
	PauseEnd       []time.Time
	PauseQuantiles []time.Duration
}

func SetGCPercent(percent int) int
func SetMemoryLimit(limit int64) int64
func FreeOSMemory()
func SetMaxStack(bytes int) int
func SetMaxThreads(threads int) int

func SetPanicOnFault(enabled bool) bool { return false }
func SetTraceback(level string)         {}

// ReadGCStats takes what the runtime's statistics keep: the last 256 pauses, most recent first.
func ReadGCStats(stats *GCStats) {
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	stats.NumGC = int64(ms.NumGC)
	stats.PauseTotal = time.Duration(ms.PauseTotalNs)
	stats.LastGC = time.Unix(0, int64(ms.LastGC))
	n := int(ms.NumGC)
	if n > len(ms.PauseNs) {
		n = len(ms.PauseNs)
	}
	stats.Pause = stats.Pause[:0]
	stats.PauseEnd = stats.PauseEnd[:0]
	for i := 0; i < n; i++ {
		j := (int(ms.NumGC) - 1 - i) % len(ms.PauseNs)
		stats.Pause = append(stats.Pause, time.Duration(ms.PauseNs[j]))
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(ms.PauseEnd[j])))
	}
	if nq := len(stats.PauseQuantiles); nq > 0 {
		for i := range stats.PauseQuantiles {
			stats.PauseQuantiles[i] = 0
		}
		if n > 0 {
			sorted := make([]time.Duration, n)
			copy(sorted, stats.Pause)
			for i := 1; i < n; i++ {
				for j := i; j > 0 && sorted[j-1] > sorted[j]; j-- {
					sorted[j-1], sorted[j] = sorted[j], sorted[j-1]
				}
			}
			for i := 0; i < nq-1; i++ {
				stats.PauseQuantiles[i] = sorted[n*i/(nq-1)]
			}
			stats.PauseQuantiles[nq-1] = sorted[n-1]
		}
	}
}

// Stack is the trace of the calling goroutine.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

func writeError(b []byte)

func PrintStack() { writeError(Stack()) }
