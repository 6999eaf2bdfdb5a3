package main

import (
	"bufio"
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"sync"
	"sync/atomic"
)

type counted struct{ calls, bytes int }

func (c *counted) Write(p []byte) (int, error) {
	c.calls++
	c.bytes += len(p)
	return len(p), nil
}

type failing struct{ read, write error }

func (f failing) Read([]byte) (int, error)  { return 0, f.read }
func (f failing) Write([]byte) (int, error) { return 0, f.write }

type plain struct{ context.Context }

type deep struct{ left int }

func (d *deep) Read(p []byte) (int, error) {
	if d.left--; d.left < 0 {
		return 0, io.EOF
	}
	p[0] = 'x'
	return 1, nil
}

// called is a context of our own that calls back.
type called struct {
	context.Context
	done  chan struct{}
	later []func()
}

func (c *called) Done() <-chan struct{} { return c.done }
func (c *called) Err() error            { return context.Canceled }
func (c *called) Value(key any) any     { return nil }
func (c *called) AfterFunc(f func()) func() bool {
	c.later = append(c.later, f)
	return func() bool { c.later = nil; return true }
}

// What the library's own types look like to fmt, and readers, writers and contexts that call others.
func main() {
	fmt.Printf("%+v %#v\n", errors.New("x"), fmt.Errorf("y"))
	var s struct {
		sync.Mutex
		rw   sync.RWMutex
		wg   sync.WaitGroup
		once sync.Once
		n    atomic.Int64
		b    atomic.Bool
		buf  bytes.Buffer
		text strings.Builder
		list list.List
	}
	fmt.Printf("%v\n%+v\n", &s, &s)
	fmt.Printf("%+v %+v\n", strings.NewReader("abc"), bytes.NewReader([]byte("abc")))
	func() {
		defer func() {
			err := recover().(error)
			fmt.Printf("%v %s\n", err, err.Error())
		}()
		bits.Div64(5, 2, 1)
	}()

	c := &counted{}
	n, err := bufio.NewReader(&deep{3}).WriteTo(c)
	fmt.Println(n, err, *c)
	for _, f := range []failing{{io.EOF, nil}, {io.ErrUnexpectedEOF, io.ErrClosedPipe}, {io.ErrNoProgress, nil}} {
		n, err := bufio.NewReader(f).WriteTo(f)
		fmt.Println(n, err)
	}
	nested := io.MultiReader(io.MultiReader(strings.NewReader("a"), io.MultiReader(strings.NewReader("b"), &deep{2})))
	_, ok := nested.(io.WriterTo)
	n, err = io.Copy(c, nested)
	fmt.Println(ok, n, err, *c)
	r, off, length := io.NewSectionReader(strings.NewReader("abcdef"), 2, 3).Outer()
	fmt.Println(r.(*strings.Reader).Len(), off, length)

	ctx := context.WithValue(plain{context.Background()}, "key", 5)
	fmt.Println(ctx, context.WithValue(ctx, 5, "val"), context.WithoutCancel(ctx))
	own := &called{Context: context.Background(), done: make(chan struct{})}
	child, cancel := context.WithCancel(own)
	fmt.Println(len(own.later), child)
	cancel()
	fmt.Println(len(own.later), child.Err())
	child, cancel = context.WithCancel(own)
	defer cancel()
	own.later[0]()
	fmt.Println(child.Err())
}
