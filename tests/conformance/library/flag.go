// Package flag: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

type point struct{ x, y int }

func (p point) MarshalText() ([]byte, error) { return nil, errors.ErrUnsupported }

func (p *point) UnmarshalText(b []byte) error {
	p.x = len(b)
	return nil
}

var (
	kbool  bool
	kint   int
	ki64   int64
	kuint  uint
	ku64   uint64
	kf64   float64
	kstr   string
	kany   any
	kerr   error
	kstrs  []string
	kdur   time.Duration
	kpoint point
	kw     io.Writer
	kflag  *flag.Flag
	set    = flag.NewFlagSet("set", flag.ContinueOnError)
	made   *flag.FlagSet
	call   = func(string) error { return nil }
	visit  = func(*flag.Flag) { kint++ }
	named  int
)

// name is another each time.
func name() string {
	named++
	return "name" + strconv.Itoa(named)
}

var rows = []struct {
	name string
	call func()
}{
	{"NewFlagSet", func() { made = flag.NewFlagSet("made", flag.ContinueOnError) }},
	{"Init", func() { set.Init("set", flag.ContinueOnError); set.SetOutput(io.Discard) }},
	{"Name", func() { kstr = set.Name(); kw = set.Output(); kint = int(set.ErrorHandling()) }},
	{"first flag", func() { made = flag.NewFlagSet("", 0); made.BoolVar(&kbool, "b", true, "") }},
	{"ten flags", func() {
		made = flag.NewFlagSet("", 0)
		for _, s := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
			made.Int(s, 5, "")
		}
	}},
	{"Bool", func() { made = flag.NewFlagSet("", 0); kbool = *made.Bool("x", true, "") }},
	{"Int", func() { made = flag.NewFlagSet("", 0); kint = *made.Int("x", 1234, "") }},
	{"IntVar", func() { made = flag.NewFlagSet("", 0); made.IntVar(&kint, "x", 1234, "") }},
	{"Int64", func() { made = flag.NewFlagSet("", 0); ki64 = *made.Int64("x", 1234, "") }},
	{"Int64Var", func() { made = flag.NewFlagSet("", 0); made.Int64Var(&ki64, "x", 1234, "") }},
	{"Uint", func() { made = flag.NewFlagSet("", 0); kuint = *made.Uint("x", 1234, "") }},
	{"UintVar", func() { made = flag.NewFlagSet("", 0); made.UintVar(&kuint, "x", 1234, "") }},
	{"Uint64", func() { made = flag.NewFlagSet("", 0); ku64 = *made.Uint64("x", 1234, "") }},
	{"Uint64Var", func() { made = flag.NewFlagSet("", 0); made.Uint64Var(&ku64, "x", 1234, "") }},
	{"Float64", func() { made = flag.NewFlagSet("", 0); kf64 = *made.Float64("x", 1.5, "") }},
	{"Float64Var", func() { made = flag.NewFlagSet("", 0); made.Float64Var(&kf64, "x", 1.5, "") }},
	{"String", func() { made = flag.NewFlagSet("", 0); kstr = *made.String("x", "y", "") }},
	{"StringVar", func() { made = flag.NewFlagSet("", 0); made.StringVar(&kstr, "x", "y", "") }},
	{"Duration", func() { made = flag.NewFlagSet("", 0); kdur = *made.Duration("x", time.Second, "") }},
	{"DurationVar", func() { made = flag.NewFlagSet("", 0); made.DurationVar(&kdur, "x", time.Second, "") }},
	{"TextVar", func() { made = flag.NewFlagSet("", 0); made.TextVar(&kpoint, "x", point{1, 2}, "") }},
	{"Func", func() { made = flag.NewFlagSet("", 0); made.Func("x", "", call) }},
	{"BoolFunc", func() { made = flag.NewFlagSet("", 0); made.BoolFunc("x", "", call) }},
	{"define", func() {
		if set.Lookup("int") == nil {
			set.BoolVar(&kbool, "bool", false, "switch")
			set.IntVar(&kint, "int", 1000, "a `number`")
			set.StringVar(&kstr, "str", "text", "some text")
			set.DurationVar(&kdur, "dur", time.Minute, "how long\nin two lines")
			set.Float64Var(&kf64, "float", 0, "")
			set.TextVar(&kpoint, "text", point{}, "where")
			set.Func("func", "call", call)
			set.BoolFunc("bfunc", "call", call)
			set.Uint64Var(&ku64, "u64", 0, "")
			set.Int64Var(&ki64, "i64", 0, "")
			set.UintVar(&kuint, "uint", 0, "")
		}
	}},
	{"Lookup", func() { kflag = set.Lookup("int") }},
	{"Parse", func() { kerr = set.Parse([]string{"-bool", "-int=2000", "-str", "b", "c"}) }},
	{"Parse more", func() {
		kerr = set.Parse([]string{"-dur", "5s", "-float=2.5", "-func", "x", "-bfunc", "-u64=1", "-i64=2", "-uint=3", "-text=4"})
	}},
	{"Parse nothing", func() { kerr = set.Parse(nil) }},
	{"Parsed", func() { kbool = set.Parsed(); kint = set.NFlag() + set.NArg() }},
	{"Args", func() { kstrs = set.Args(); kstr = set.Arg(0) }},
	{"Parse bad number", func() { kerr = set.Parse([]string{"-int=x"}) }},
	{"Parse big number", func() { kerr = set.Parse([]string{"-int=99999999999999999999"}) }},
	{"Parse unknown", func() { kerr = set.Parse([]string{"-unknown"}) }},
	{"Parse bad syntax", func() { kerr = set.Parse([]string{"---"}) }},
	{"Parse no argument", func() { kerr = set.Parse([]string{"-int"}) }},
	{"Parse bad bool", func() { kerr = set.Parse([]string{"-bool=x"}) }},
	{"Parse bad duration", func() { kerr = set.Parse([]string{"-dur=x"}) }},
	{"Parse help", func() { kerr = set.Parse([]string{"-h"}) }},
	{"PrintDefaults", func() { set.PrintDefaults() }},
	{"Usage", func() { set.Usage() }},
	{"VisitAll", func() { set.VisitAll(visit) }},
	{"Visit", func() { set.Visit(visit) }},
	{"UnquoteUsage", func() { kstr, _ = flag.UnquoteUsage(set.Lookup("int")) }},
	{"UnquoteUsage type", func() { kstr, _ = flag.UnquoteUsage(set.Lookup("dur")) }},
	{"Set", func() { kerr = set.Set("int", "5000") }},
	{"Set bad", func() { kerr = set.Set("int", "x") }},
	{"Value.String", func() { kstr = set.Lookup("int").Value.String() + set.Lookup("float").Value.String() }},
	{"Value.Get", func() { kany = set.Lookup("int").Value.(flag.Getter).Get() }},
	{"Value.IsBoolFlag", func() { kbool = set.Lookup("bool").Value.(interface{ IsBoolFlag() bool }).IsBoolFlag() }},
	{"flag.Bool", func() { kbool = *flag.Bool(name(), false, "") }},
	{"flag.Int", func() { kint = *flag.Int(name(), 1, "") }},
	{"flag.StringVar", func() { flag.StringVar(&kstr, name(), "", "") }},
	{"flag.Var", func() { flag.Var(kflag.Value, name(), "") }},
	{"flag.Set", func() { kerr = flag.Set("name1", "true") }},
	{"flag.Lookup", func() { kflag = flag.Lookup("name1") }},
	{"flag.Parse", func() { flag.Parse() }},
	{"flag.Args", func() { kstrs = flag.Args(); kint = flag.NArg() + flag.NFlag(); kstr = flag.Arg(1) }},
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
