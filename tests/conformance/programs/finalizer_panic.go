package main

import (
	"runtime"
	"time"
)

type T struct{ a [4]*int }

func drop() {
	runtime.SetFinalizer(&T{}, func(*T) { panic("finalizer") })
}

func main() {
	drop()
	runtime.GC()
	time.Sleep(time.Second)
}
