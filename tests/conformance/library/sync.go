// Packages sync, sync/atomic, context and time: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

var (
	kint   int
	kbool  bool
	kstr   string
	kbytes []byte
	kstrs  []string
	kany   any
	kerr   error
	krune  rune
	kfloat float64
	ku64   uint64
)

var (
	mu                   sync.Mutex
	rw                   sync.RWMutex
	wg                   sync.WaitGroup
	once                 sync.Once
	cond                 = sync.NewCond(&mu)
	kcond                *sync.Cond
	pool                 = sync.Pool{New: func() any { return new([64]byte) }}
	smap                 sync.Map
	i32                  atomic.Int32
	i64                  atomic.Int64
	u32                  atomic.Uint32
	u64                  atomic.Uint64
	ab                   atomic.Bool
	ap                   atomic.Pointer[int]
	av                   atomic.Value
	n32                  int32
	n64                  int64
	pt                   unsafe.Pointer
	x                    = 5
	kfunc                func()
	kfuncInt             func() int
	klocker              sync.Locker
	bg                   = context.Background()
	kctx                 context.Context
	kcancel              context.CancelFunc
	kch                  <-chan struct{}
	d                    = 1500 * time.Millisecond
	t0                   = time.Date(2024, 2, 6, 7, 8, 9, 10, time.UTC)
	kt                   time.Time
	kd                   time.Duration
	parent, parentCancel = context.WithCancel(context.Background())
	valued               = context.WithValue(context.Background(), key(1), "v")
	ktimer               *time.Timer
	kmonth               time.Month
)

type key int

type row struct {
	name string
	call func()
}

var rows = []row{
	{"Mutex", func() { mu.Lock(); mu.Unlock() }},
	{"Mutex.TryLock", func() { kbool = mu.TryLock(); mu.Unlock() }},
	{"RWMutex", func() { rw.RLock(); rw.RUnlock(); rw.Lock(); rw.Unlock() }},
	{"RWMutex.Try", func() { kbool = rw.TryRLock(); rw.RUnlock(); kbool = rw.TryLock(); rw.Unlock() }},
	{"RWMutex.RLocker", func() { klocker = rw.RLocker() }},
	{"Mutex local", func() { var m sync.Mutex; m.Lock(); m.Unlock() }},
	{"WaitGroup", func() { wg.Add(1); wg.Done(); wg.Wait() }},
	{"WaitGroup local", func() { var w sync.WaitGroup; w.Add(1); w.Done(); w.Wait() }},
	{"Once.Do", func() { once.Do(func() { x++ }) }},
	{"Once local", func() { var o sync.Once; o.Do(func() { x++ }) }},
	{"OnceFunc", func() { kfunc = sync.OnceFunc(func() { x++ }) }},
	{"OnceFunc call", func() { kfunc() }},
	{"OnceValue", func() { kfuncInt = sync.OnceValue(func() int { return 5 }) }},
	{"OnceValue call", func() { kint = kfuncInt() }},
	{"NewCond", func() { kcond = sync.NewCond(&mu) }},
	{"Cond.Signal, Broadcast", func() { cond.Signal(); cond.Broadcast() }},
	{"Pool.Get, Put", func() { b := pool.Get(); pool.Put(b) }},
	{"Pool.Get twice", func() { b := pool.Get(); c := pool.Get(); pool.Put(b); pool.Put(c) }},
	{"Map.Store", func() { smap.Store("k", 5) }},
	{"Map.Store same", func() { smap.Store("k", "text") }},
	{"Map.Load", func() { kany, kbool = smap.Load("k") }},
	{"Map.Load none", func() { kany, kbool = smap.Load("none") }},
	{"Map.LoadOrStore", func() { kany, kbool = smap.LoadOrStore("k", 7) }},
	{"Map.Range", func() { smap.Range(func(k, v any) bool { kany = v; return true }) }},
	{"Map.Delete", func() { smap.Delete("none") }},
	{"Map.LoadAndDelete", func() { kany, kbool = smap.LoadAndDelete("none") }},
	{"Map.CompareAndSwap", func() { kbool = smap.CompareAndSwap("k", 1, 2) }},
	{"Map.Swap", func() { kany, kbool = smap.Swap("k", 9) }},
	{"Map local", func() { var m sync.Map; m.Store(1, 2) }},
	{"Map local load", func() { var m sync.Map; m.Store(1, 2); kany, kbool = m.Load(1); kany, kbool = m.Load(1) }},
	{"Map local two", func() { var m sync.Map; m.Store(1, 2); m.Store(2, 3); m.Delete(1) }},
	{"Map local range", func() { var m sync.Map; m.Store(1, 2); m.Store(2, 3); m.Range(func(k, v any) bool { return true }) }},
	{"atomic.Int32", func() {
		i32.Store(1)
		i32.Add(2)
		i32.Swap(3)
		kbool = i32.CompareAndSwap(3, 4)
		kint = int(i32.Load())
	}},
	{"atomic.Int64", func() {
		i64.Store(1)
		i64.Add(2)
		i64.Swap(3)
		kbool = i64.CompareAndSwap(3, 4)
		kint = int(i64.Load())
	}},
	{"atomic.Uint32", func() {
		u32.Store(1)
		u32.Add(2)
		u32.Swap(3)
		kbool = u32.CompareAndSwap(3, 4)
		kint = int(u32.Load())
	}},
	{"atomic.Uint64", func() {
		u64.Store(1)
		u64.Add(2)
		u64.Swap(3)
		kbool = u64.CompareAndSwap(3, 4)
		kint = int(u64.Load())
	}},
	{"atomic.Bool", func() {
		ab.Store(true)
		kbool = ab.Swap(false)
		kbool = ab.CompareAndSwap(false, true)
		kbool = ab.Load()
	}},
	{"atomic.Pointer", func() { ap.Store(&x); kbool = ap.CompareAndSwap(&x, nil); kbool = ap.Load() == nil }},
	{"atomic.Pointer new", func() { y := 5; ap.Store(&y) }},
	{"atomic.Value", func() { av.Store("text"); kany = av.Load() }},
	{"atomic.Value struct", func() { av.Store("other"); kany = av.Swap("third") }},
	{"atomic functions", func() {
		atomic.AddInt32(&n32, 1)
		atomic.AddInt64(&n64, 1)
		atomic.StoreInt32(&n32, 5)
		kbool = atomic.CompareAndSwapInt64(&n64, 1, 2)
		kint = int(atomic.LoadInt64(&n64))
	}},
	{"atomic pointer functions", func() { atomic.StorePointer(&pt, unsafe.Pointer(&x)); kbool = atomic.LoadPointer(&pt) != nil }},
	{"context.Background", func() { kctx = context.Background() }},
	{"context.TODO", func() { kctx = context.TODO() }},
	{"context.WithValue", func() { kctx = context.WithValue(bg, key(1), "v") }},
	{"context.WithValue int", func() { kctx = context.WithValue(bg, key(1), 70000) }},
	{"context.Value", func() { kany = valued.Value(key(1)) }},
	{"context.Value string key", func() { kany = valued.Value("none") }},
	{"context.WithCancel", func() { kctx, kcancel = context.WithCancel(bg) }},
	{"context.WithCancel cancelled", func() { c, cancel := context.WithCancel(bg); cancel(); kerr = c.Err() }},
	{"context.WithCancel Done", func() { c, cancel := context.WithCancel(bg); kch = c.Done(); cancel() }},
	{"context.WithCancel child", func() { c, cancel := context.WithCancel(parent); cancel(); kerr = c.Err() }},
	{"context.WithTimeout", func() { c, cancel := context.WithTimeout(bg, time.Hour); cancel(); kerr = c.Err() }},
	{"context.Cause", func() { kerr = context.Cause(parent) }},
	{"time.Now", func() { kt = time.Now() }},
	{"time.Since", func() { kd = time.Since(t0) }},
	{"Time.Add, Sub", func() { kt = t0.Add(d); kd = kt.Sub(t0) }},
	{"Time.String", func() { kstr = t0.String() }},
	{"Time.Format", func() { kstr = t0.Format(time.RFC3339) }},
	{"Time.Format long", func() { kstr = t0.Format("Monday, 02 January 2006 15:04:05.000000 MST") }},
	{"Time.AppendFormat", func() { kbytes = t0.AppendFormat(nil, time.Kitchen) }},
	{"Time parts", func() { kint = t0.Year() + t0.Day() + t0.Hour() + t0.YearDay(); kmonth = t0.Month() }},
	{"Time.Equal, Before", func() { kbool = t0.Equal(kt) || t0.Before(kt) || t0.After(kt) || t0.IsZero() }},
	{"Time.Unix", func() { kint = int(t0.Unix() + t0.UnixNano() + t0.UnixMilli()) }},
	{"time.Unix", func() { kt = time.Unix(1e9, 0) }},
	{"time.Date", func() { kt = time.Date(2024, 1, 2, 3, 4, 5, 6, time.UTC) }},
	{"Duration.String", func() { kstr = d.String() }},
	{"Duration.String hours", func() { kstr = (25*time.Hour + 3*time.Second).String() }},
	{"Duration.String zero", func() { kstr = time.Duration(0).String() }},
	{"Duration parts", func() { kfloat = d.Seconds() + d.Minutes() + d.Hours(); kint = int(d.Milliseconds()) }},
	{"Duration.Round", func() { kd = d.Round(time.Second) + d.Truncate(time.Second) }},
	{"time.ParseDuration", func() { kd, kerr = time.ParseDuration("1h15m30.5s") }},
	{"time.ParseDuration range", func() { kd, kerr = time.ParseDuration("3000000h") }},
	{"time.ParseDuration bytes", func() { kd, kerr = time.ParseDuration("\x85\x85") }},
	{"time.ParseDuration bad", func() { kd, kerr = time.ParseDuration("1x") }},
	{"time.NewTimer", func() { ktimer = time.NewTimer(time.Hour); ktimer.Stop() }},
	{"time.NewTimer Reset", func() { ktimer.Reset(time.Hour); ktimer.Stop() }},
	{"time.AfterFunc", func() { ktimer = time.AfterFunc(time.Hour, func() {}); ktimer.Stop() }},
	{"time.NewTicker", func() { t := time.NewTicker(time.Hour); t.Stop() }},
	{"Month.String, Weekday.String", func() { kstr = time.March.String() + time.Monday.String() }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
