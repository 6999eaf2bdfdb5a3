// Who calls: names, files and lines of the functions on the stack.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type T struct{}

func (t *T) method() string { return here() }

func here() string {
	pc, file, line, ok := runtime.Caller(1)
	f := runtime.FuncForPC(pc)
	return fmt.Sprint(f.Name(), " ", file[strings.LastIndex(file, "/")+1:], " ", line, " ", ok)
}

func trace() {
	pcs := make([]uintptr, 10)
	n := runtime.Callers(1, pcs)
	fmt.Println("n", n)
	frames := runtime.CallersFrames(pcs[:n])
	for {
		fr, more := frames.Next()
		fmt.Println(fr.Function, fr.File[strings.LastIndex(fr.File, "/")+1:], fr.Line, fr.Func.Name(), fr.Entry != 0)
		if !more {
			break
		}
	}
}

func gen[K any](k K) string { return here() }

func main() {
	fmt.Println(here())
	fmt.Println((&T{}).method())
	func() {
		fmt.Println(here())
		trace()
	}()
	fmt.Println(gen("a"), gen(1))
	fmt.Println(runtime.FuncForPC(0) == nil, runtime.FuncForPC(0).Name() == "")
	done := make(chan bool)
	go func() { trace(); done <- true }()
	<-done
	_, _, _, ok := runtime.Caller(100)
	fmt.Println(ok)
	defer func() {
		recover()
		fmt.Println(here())
	}()
	var p *T
	fmt.Println(*p)
}
