package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// level breaks on its zero value.
type level struct{ names map[string]*int }

func (l *level) String() string { return fmt.Sprint(*l.names["low"]) }
func (l *level) Set(s string) error {
	n, ok := l.names[s]
	if !ok {
		return errors.New("no such level")
	}
	l.names["low"] = n
	return nil
}

type point struct{ x, y int }

func (p point) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("%d:%d", p.x, p.y)), nil }
func (p *point) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "%d:%d", &p.x, &p.y)
	return err
}

type other struct{ point }

type all struct {
	set *flag.FlagSet
	b   *bool
	i   *int
	i64 *int64
	u   *uint
	u64 *uint64
	f   *float64
	s   *string
	d   *time.Duration
	l   list
	p   point
}

func define(how flag.ErrorHandling, out io.Writer) *all {
	a := &all{set: flag.NewFlagSet("tool", how)}
	if out != nil {
		a.set.SetOutput(out)
	}
	one, two := 1, 2
	a.b = a.set.Bool("b", false, "switch it on")
	a.i = a.set.Int("int", 7, "an `amount` of things")
	a.i64 = a.set.Int64("int64", 0, "a number")
	a.u = a.set.Uint("uint", 3, "no sign\nin two lines")
	a.u64 = a.set.Uint64("U", 0, "big")
	a.f = a.set.Float64("float", 1.5, "unclosed `quote")
	a.s = a.set.String("s", "", "text")
	a.set.StringVar(a.s, "str", "a \"b\"", "the same text as `s` or `t`")
	a.d = a.set.Duration("d", time.Second, "how long")
	a.set.Var(&a.l, "list", "more and more")
	a.set.Var(&level{map[string]*int{"low": &one, "high": &two}}, "level", "which level")
	a.set.TextVar(&a.p, "point", point{1, 2}, "where")
	a.set.Func("fn", "call it", func(s string) error {
		if s == "" {
			return errors.New("empty")
		}
		fmt.Println("called with", s)
		return nil
	})
	a.set.BoolFunc("bf", "", func(s string) error {
		if s == "no" {
			return errors.New("never")
		}
		fmt.Println("bool func", s)
		return nil
	})
	a.set.BoolVar(a.b, "bool", true, "")
	return a
}

func (a *all) print(err error) {
	fmt.Println("error:", err, "parsed:", a.set.Parsed(), a.set.NFlag(), a.set.NArg(), a.set.Args(), a.set.Arg(0), a.set.Arg(9))
	fmt.Println(*a.b, *a.i, *a.i64, *a.u, *a.u64, *a.f, *a.s, *a.d, a.l, a.p)
	a.set.Visit(func(f *flag.Flag) {
		g, ok := f.Value.(flag.Getter)
		if ok {
			fmt.Printf("  %s=%q %T %T %v\n", f.Name, f.Value.String(), f.Value, g.Get(), f.DefValue)
		} else {
			fmt.Printf("  %s %T\n", f.Name, f.Value)
		}
	})
}

var lines = []string{
	"", "x", "-b", "--b", "-b=false x", "-b=maybe", "-b=", "-bool=0 -b=T", "-int 5", "-int=0x10", "-int", "-int x",
	"-int 99999999999999999999", "-int64=-5 --int64 077", "-int64 1_000", "-uint -1", "-uint 4 y z", "-U 18446744073709551615",
	"-U=18446744073709551616", "-float 1e3", "-float=nan", "-float 1e999", "-float abc", "-s=", "-s=a=b", "-str x -s y",
	"-d 1m30s", "-d 5", "-d=x", "-list a -list=b -list c", "-level high", "-level top", "-point 3:4", "-point x", "-fn hello",
	"-fn=", "-bf", "-bf=no", "-bf x", "-", "--", "-- -b", "-b -- -int 1", "---b", "-=x", "--=x", "-nothing", "-nothing=5",
	"-h", "--help", "-help=1", "-int 3 -b rest -s not", "-s", "-list",
}

func caught(what string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Printf("%s panics: %v\n", what, e)
			if _, ok := e.(runtime.Error); ok {
				fmt.Println("  a run-time error")
			}
		}
	}()
	f()
}

func main() {
	for _, line := range lines {
		var out strings.Builder
		a := define(flag.ContinueOnError, &out)
		err := a.set.Parse(strings.Fields(line))
		fmt.Printf("== %q %v\n", line, errors.Is(err, flag.ErrHelp))
		a.print(err)
		if len(out.String()) < 300 {
			fmt.Print(out.String())
		} else {
			fmt.Println(len(out.String()), out.String()[:60])
		}
	}
	a := define(flag.ContinueOnError, os.Stdout)
	a.set.PrintDefaults()
	a.set.VisitAll(func(f *flag.Flag) {
		name, usage := flag.UnquoteUsage(f)
		fmt.Printf("%s %q %q %q %q\n", f.Name, name, usage, f.Usage, f.DefValue)
	})
	fmt.Println(a.set.Name(), a.set.ErrorHandling(), a.set.Output() == os.Stdout, a.set.Lookup("b").Name, a.set.Lookup("no") == nil)
	fmt.Println(a.set.Set("int", "12"), *a.i, a.set.Set("int", "z"), a.set.Set("zzz", "1"), a.set.NFlag())
	a.set.Usage = func() { fmt.Println("my usage") }
	fmt.Println(a.set.Parse([]string{"-unknown"}))
	a.set.Usage = nil
	a.set.Init("", flag.PanicOnError)
	caught("Parse", func() { a.set.Parse([]string{"-int=q"}) })
	caught("Parse -h", func() { a.set.Parse([]string{"-h"}) })
	caught("again", func() { a.set.Int("int", 1, "") })
	a.set.Init("named", flag.ErrorHandling(9))
	caught("again", func() { a.set.Int("int", 1, "") })
	caught("dash", func() { a.set.Int("-int", 1, "") })
	caught("equal", func() { a.set.Int("a=b", 1, "") })
	caught("no pointer", func() { a.set.TextVar(nil, "n", point{}, "") })
	caught("other type", func() { a.set.TextVar(&a.p, "n", other{}, "") })
	fmt.Println(a.set.Parse([]string{"-q", "-int=8", "-w", "x"}), *a.i, a.set.Args())
	var zero flag.FlagSet
	zero.SetOutput(os.Stdout)
	n := zero.Int("n", 0, "")
	fmt.Println(zero.Parse([]string{"-n", "4"}), *n, zero.Parse([]string{"-m"}), zero.Name() == "")

	flag.CommandLine.SetOutput(os.Stdout)
	verbose := flag.Bool("v", false, "say more")
	var count int
	var text string
	var wait time.Duration
	flag.IntVar(&count, "count", 1, "how `often`")
	flag.StringVar(&text, "text", "none", "what")
	flag.DurationVar(&wait, "wait", 0, "")
	rate := flag.Float64("rate", 0.25, "")
	flag.Func("f", "a function", func(string) error { return nil })
	flag.Parse()
	fmt.Println(flag.Parsed(), *verbose, count, text, wait, *rate, flag.Args(), flag.NArg(), flag.NFlag(), flag.Arg(0))
	flag.PrintDefaults()
	flag.Visit(func(f *flag.Flag) { fmt.Println(f.Name, f.Value) })
	fmt.Println(flag.Set("count", "3"), count, flag.Lookup("count").Value, flag.Set("none", "3"))
}
