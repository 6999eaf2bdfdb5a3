// Package flag: the command line's flags. A FlagSet knows flags by name; each has a Value that text is set into.
package flag

import (
	"encoding"
	"errors"
	"fmt"
	"internal/reflect"
	"io"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
)

var (
	ErrHelp = errors.New("flag: help requested")

	errParse = errors.New("parse error")
	errRange = errors.New("value out of range")
)

type Value interface {
	String() string
	Set(string) error
}

type Getter interface {
	Value
	Get() any
}

// A boolFlag may stand without a value.
type boolFlag interface {
	Value
	IsBoolFlag() bool
}

type Flag struct {
	Name     string
	Usage    string
	Value    Value
	DefValue string // the value as text when the flag was defined
}

type ErrorHandling int

const (
	ContinueOnError ErrorHandling = iota
	ExitOnError
	PanicOnError
)

type FlagSet struct {
	Usage func()

	name          string
	parsed        bool
	actual        map[string]*Flag // those that were set
	formal        map[string]*Flag
	args          []string // what is not parsed yet; after Parse what follows the flags
	errorHandling ErrorHandling
	output        io.Writer         // nil: the standard error
	undefined     map[string]string // where flags were set that were not there
}

// ---- values ----

type (
	boolValue     bool
	intValue      int
	int64Value    int64
	uintValue     uint
	uint64Value   uint64
	float64Value  float64
	stringValue   string
	durationValue time.Duration
	textValue     struct{ p encoding.TextUnmarshaler }
	funcValue     func(string) error
	boolFuncValue func(string) error
)

// reason is what is said of a number's error.
func reason(err error) error {
	if e, ok := err.(*strconv.NumError); ok {
		switch e.Err {
		case strconv.ErrSyntax:
			return errParse
		case strconv.ErrRange:
			return errRange
		}
	}
	return err
}

func (b *boolValue) Set(s string) error {
	v, err := strconv.ParseBool(s)
	*b = boolValue(v)
	if err != nil {
		return errParse
	}
	return nil
}

func (i *intValue) Set(s string) error {
	v, err := strconv.ParseInt(s, 0, strconv.IntSize)
	*i = intValue(v)
	return reason(err)
}

func (i *int64Value) Set(s string) error {
	v, err := strconv.ParseInt(s, 0, 64)
	*i = int64Value(v)
	return reason(err)
}

func (u *uintValue) Set(s string) error {
	v, err := strconv.ParseUint(s, 0, strconv.IntSize)
	*u = uintValue(v)
	return reason(err)
}

func (u *uint64Value) Set(s string) error {
	v, err := strconv.ParseUint(s, 0, 64)
	*u = uint64Value(v)
	return reason(err)
}

func (f *float64Value) Set(s string) error {
	v, err := strconv.ParseFloat(s, 64)
	*f = float64Value(v)
	return reason(err)
}

func (s *stringValue) Set(text string) error {
	*s = stringValue(text)
	return nil
}

func (d *durationValue) Set(s string) error {
	v, err := time.ParseDuration(s)
	*d = durationValue(v)
	if err != nil {
		return errParse
	}
	return nil
}

func (t textValue) Set(s string) error     { return t.p.UnmarshalText([]byte(s)) }
func (f funcValue) Set(s string) error     { return f(s) }
func (f boolFuncValue) Set(s string) error { return f(s) }

func (b *boolValue) Get() any     { return bool(*b) }
func (i *intValue) Get() any      { return int(*i) }
func (i *int64Value) Get() any    { return int64(*i) }
func (u *uintValue) Get() any     { return uint(*u) }
func (u *uint64Value) Get() any   { return uint64(*u) }
func (f *float64Value) Get() any  { return float64(*f) }
func (s *stringValue) Get() any   { return string(*s) }
func (d *durationValue) Get() any { return time.Duration(*d) }
func (t textValue) Get() any      { return t.p }

func (b *boolValue) String() string     { return strconv.FormatBool(bool(*b)) }
func (i *intValue) String() string      { return strconv.Itoa(int(*i)) }
func (i *int64Value) String() string    { return strconv.FormatInt(int64(*i), 10) }
func (u *uintValue) String() string     { return strconv.FormatUint(uint64(*u), 10) }
func (u *uint64Value) String() string   { return strconv.FormatUint(uint64(*u), 10) }
func (f *float64Value) String() string  { return strconv.FormatFloat(float64(*f), 'g', -1, 64) }
func (s *stringValue) String() string   { return string(*s) }
func (d *durationValue) String() string { return time.Duration(*d).String() }
func (f funcValue) String() string      { return "" }
func (f boolFuncValue) String() string  { return "" }

func (t textValue) String() string {
	if m, ok := t.p.(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	return ""
}

func (b *boolValue) IsBoolFlag() bool    { return true }
func (f boolFuncValue) IsBoolFlag() bool { return true }

// newTextValue sets what p points to.
func newTextValue(value encoding.TextMarshaler, p encoding.TextUnmarshaler) textValue {
	target := reflect.ValueOf(p)
	if target.Kind() != reflect.Pointer {
		panic("variable value type must be a pointer")
	}
	v := reflect.Indirect(reflect.ValueOf(value))
	if want := target.Type().Elem(); v.Type() != want {
		panic(fmt.Sprintf("default type does not match variable type: %v != %v", v.Type(), want))
	}
	target.Elem().Set(v)
	return textValue{p}
}

// ---- a set of flags ----

func NewFlagSet(name string, errorHandling ErrorHandling) *FlagSet {
	f := &FlagSet{name: name, errorHandling: errorHandling}
	f.Usage = f.defaultUsage
	return f
}

func (f *FlagSet) Init(name string, errorHandling ErrorHandling) {
	f.name, f.errorHandling = name, errorHandling
}

func (f *FlagSet) Name() string                 { return f.name }
func (f *FlagSet) ErrorHandling() ErrorHandling { return f.errorHandling }
func (f *FlagSet) SetOutput(output io.Writer)   { f.output = output }
func (f *FlagSet) Parsed() bool                 { return f.parsed }
func (f *FlagSet) Lookup(name string) *Flag     { return f.formal[name] }
func (f *FlagSet) NFlag() int                   { return len(f.actual) }
func (f *FlagSet) NArg() int                    { return len(f.args) }
func (f *FlagSet) Args() []string               { return f.args }

func (f *FlagSet) Output() io.Writer {
	if f.output == nil {
		return os.Stderr
	}
	return f.output
}

func (f *FlagSet) Arg(i int) string {
	if i < 0 || i >= len(f.args) {
		return ""
	}
	return f.args[i]
}

func sorted(flags map[string]*Flag) []*Flag {
	all := make([]*Flag, len(flags))
	n := 0
	for _, flag := range flags {
		all[n] = flag
		n++
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

func (f *FlagSet) VisitAll(fn func(*Flag)) {
	for _, flag := range sorted(f.formal) {
		fn(flag)
	}
}

func (f *FlagSet) Visit(fn func(*Flag)) {
	for _, flag := range sorted(f.actual) {
		fn(flag)
	}
}

func (f *FlagSet) Set(name, value string) error { return f.set(name, value) }

// set has two callers between it and the program's line.
func (f *FlagSet) set(name, value string) error {
	flag, ok := f.formal[name]
	if !ok {
		_, file, line, ok := runtime.Caller(2)
		if !ok {
			file, line = "?", 0
		}
		if f.undefined == nil {
			f.undefined = map[string]string{}
		}
		f.undefined[name] = fmt.Sprintf("%s:%d", file, line)
		return fmt.Errorf("no such flag -%v", name)
	}
	if err := flag.Value.Set(value); err != nil {
		return err
	}
	f.wasSet(flag, name)
	return nil
}

func (f *FlagSet) wasSet(flag *Flag, name string) {
	if f.actual == nil {
		f.actual = make(map[string]*Flag)
	}
	f.actual[name] = flag
}

// say prints a message and gives it back.
func (f *FlagSet) say(format string, a ...any) string {
	text := fmt.Sprintf(format, a...)
	fmt.Fprintln(f.Output(), text)
	return text
}

func (f *FlagSet) Var(value Value, name string, usage string) {
	if strings.HasPrefix(name, "-") {
		panic(f.say("flag %q begins with -", name))
	}
	if strings.Contains(name, "=") {
		panic(f.say("flag %q contains =", name))
	}
	flag := &Flag{name, usage, value, value.String()}
	if f.formal[name] != nil {
		if f.name == "" {
			panic(f.say("flag redefined: %s", name))
		}
		panic(f.say("%s flag redefined: %s", f.name, name))
	}
	if where := f.undefined[name]; where != "" {
		panic(fmt.Sprintf("flag %s set at %s before being defined", name, where))
	}
	if f.formal == nil {
		f.formal = make(map[string]*Flag)
	}
	f.formal[name] = flag
}

// ---- parsing ----

func (f *FlagSet) Parse(arguments []string) error {
	f.parsed = true
	f.args = arguments
	for {
		more, err := f.parseFlag()
		if err == nil {
			if more {
				continue
			}
			return nil
		}
		switch f.errorHandling {
		case ContinueOnError:
			return err
		case ExitOnError:
			if err == ErrHelp {
				os.Exit(0)
			}
			os.Exit(2)
		case PanicOnError:
			panic(err)
		}
	}
}

// parseFlag takes one flag from the arguments; !more: there is none.
func (f *FlagSet) parseFlag() (more bool, err error) {
	if len(f.args) == 0 {
		return false, nil
	}
	arg := f.args[0]
	if len(arg) < 2 || arg[0] != '-' {
		return false, nil
	}
	name := arg[1:]
	if name[0] == '-' {
		name = name[1:]
		if name == "" {
			f.args = f.args[1:]
			return false, nil
		}
	}
	if name[0] == '-' || name[0] == '=' {
		return false, f.fail("bad flag syntax: %s", arg)
	}
	f.args = f.args[1:]
	name, value, hasValue := strings.Cut(name, "=")
	flag := f.formal[name]
	if flag == nil {
		if name == "help" || name == "h" {
			f.usage()
			return false, ErrHelp
		}
		return false, f.fail("flag provided but not defined: -%s", name)
	}
	if err := f.give(flag, name, value, hasValue); err != nil {
		return false, err
	}
	f.wasSet(flag, name)
	return true, nil
}

// give sets a flag's value, which may be the next argument.
func (f *FlagSet) give(flag *Flag, name, value string, hasValue bool) error {
	if b, ok := flag.Value.(boolFlag); ok && b.IsBoolFlag() {
		if !hasValue {
			if err := b.Set("true"); err != nil {
				return f.fail("invalid boolean flag %s: %v", name, err)
			}
		} else if err := b.Set(value); err != nil {
			return f.fail("invalid boolean value %q for -%s: %v", value, name, err)
		}
		return nil
	}
	if !hasValue {
		if len(f.args) == 0 {
			return f.fail("flag needs an argument: -%s", name)
		}
		value, f.args = f.args[0], f.args[1:]
	}
	if err := flag.Value.Set(value); err != nil {
		return f.fail("invalid value %q for flag -%s: %v", value, name, err)
	}
	return nil
}

func (f *FlagSet) fail(format string, a ...any) error {
	text := f.say(format, a...)
	f.usage()
	return errors.New(text)
}

// ---- usage ----

func (f *FlagSet) usage() {
	if f.Usage == nil {
		f.defaultUsage()
	} else {
		f.Usage()
	}
}

func (f *FlagSet) defaultUsage() {
	if f.name == "" {
		fmt.Fprintf(f.Output(), "Usage:\n")
	} else {
		fmt.Fprintf(f.Output(), "Usage of %s:\n", f.name)
	}
	f.PrintDefaults()
}

// UnquoteUsage gives the name of a flag's value, which stands between back quotes or is told by its type, and the usage
// without the quotes.
func UnquoteUsage(flag *Flag) (name string, usage string) {
	usage = flag.Usage
	if before, rest, ok := strings.Cut(usage, "`"); ok {
		if name, after, ok := strings.Cut(rest, "`"); ok {
			return name, before + name + after
		}
	}
	switch v := flag.Value.(type) {
	case boolFlag:
		if v.IsBoolFlag() {
			return "", usage
		}
	case *durationValue:
		return "duration", usage
	case *float64Value:
		return "float", usage
	case *intValue, *int64Value:
		return "int", usage
	case *stringValue:
		return "string", usage
	case *uintValue, *uint64Value:
		return "uint", usage
	}
	return "value", usage
}

// defaultIsZero tells whether the default is what a zero value says, for which String is called on one.
func defaultIsZero(flag *Flag) (is bool, err error) {
	typ := reflect.TypeOf(flag.Value)
	zero := reflect.ZeroOf(typ).(Value)
	defer func() {
		if e := recover(); e != nil {
			if typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			err = fmt.Errorf("panic calling String method on zero %v for flag %s: %v", typ, flag.Name, e)
		}
	}()
	return flag.DefValue == zero.String(), nil
}

func (f *FlagSet) PrintDefaults() {
	var broken []error
	for _, flag := range sorted(f.formal) {
		var line strings.Builder
		fmt.Fprintf(&line, "  -%s", flag.Name)
		name, usage := UnquoteUsage(flag)
		if name != "" {
			line.WriteString(" ")
			line.WriteString(name)
		}
		// A flag of one character without a value has its usage on the same line.
		if line.Len() <= len("  -x") {
			line.WriteString("\t")
		} else {
			line.WriteString("\n    \t")
		}
		line.WriteString(strings.ReplaceAll(usage, "\n", "\n    \t"))
		if is, err := defaultIsZero(flag); err != nil {
			broken = append(broken, err)
		} else if !is {
			format := " (default %v)"
			if _, ok := flag.Value.(*stringValue); ok {
				format = " (default %q)"
			}
			fmt.Fprintf(&line, format, flag.DefValue)
		}
		fmt.Fprint(f.Output(), line.String(), "\n")
	}
	if len(broken) > 0 {
		fmt.Fprintln(f.Output())
		for _, err := range broken {
			fmt.Fprintln(f.Output(), err)
		}
	}
}

// ---- defining flags ----

func (f *FlagSet) BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	f.Var((*boolValue)(p), name, usage)
}

func (f *FlagSet) Bool(name string, value bool, usage string) *bool {
	p := new(bool)
	f.BoolVar(p, name, value, usage)
	return p
}

func (f *FlagSet) IntVar(p *int, name string, value int, usage string) {
	*p = value
	f.Var((*intValue)(p), name, usage)
}

func (f *FlagSet) Int(name string, value int, usage string) *int {
	p := new(int)
	f.IntVar(p, name, value, usage)
	return p
}

func (f *FlagSet) Int64Var(p *int64, name string, value int64, usage string) {
	*p = value
	f.Var((*int64Value)(p), name, usage)
}

func (f *FlagSet) Int64(name string, value int64, usage string) *int64 {
	p := new(int64)
	f.Int64Var(p, name, value, usage)
	return p
}

func (f *FlagSet) UintVar(p *uint, name string, value uint, usage string) {
	*p = value
	f.Var((*uintValue)(p), name, usage)
}

func (f *FlagSet) Uint(name string, value uint, usage string) *uint {
	p := new(uint)
	f.UintVar(p, name, value, usage)
	return p
}

func (f *FlagSet) Uint64Var(p *uint64, name string, value uint64, usage string) {
	*p = value
	f.Var((*uint64Value)(p), name, usage)
}

func (f *FlagSet) Uint64(name string, value uint64, usage string) *uint64 {
	p := new(uint64)
	f.Uint64Var(p, name, value, usage)
	return p
}

func (f *FlagSet) Float64Var(p *float64, name string, value float64, usage string) {
	*p = value
	f.Var((*float64Value)(p), name, usage)
}

func (f *FlagSet) Float64(name string, value float64, usage string) *float64 {
	p := new(float64)
	f.Float64Var(p, name, value, usage)
	return p
}

func (f *FlagSet) StringVar(p *string, name string, value string, usage string) {
	*p = value
	f.Var((*stringValue)(p), name, usage)
}

func (f *FlagSet) String(name string, value string, usage string) *string {
	p := new(string)
	f.StringVar(p, name, value, usage)
	return p
}

func (f *FlagSet) DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	f.Var((*durationValue)(p), name, usage)
}

func (f *FlagSet) Duration(name string, value time.Duration, usage string) *time.Duration {
	p := new(time.Duration)
	f.DurationVar(p, name, value, usage)
	return p
}

func (f *FlagSet) TextVar(p encoding.TextUnmarshaler, name string, value encoding.TextMarshaler, usage string) {
	f.Var(newTextValue(value, p), name, usage)
}

func (f *FlagSet) Func(name, usage string, fn func(string) error) { f.Var(funcValue(fn), name, usage) }

func (f *FlagSet) BoolFunc(name, usage string, fn func(string) error) {
	f.Var(boolFuncValue(fn), name, usage)
}

// ---- the command line ----

var CommandLine = NewFlagSet(os.Args[0], ExitOnError)

// Usage may be replaced by the program, so it is looked up when it is needed.
var Usage = func() {
	fmt.Fprintf(CommandLine.Output(), "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

func commandLineUsage() { Usage() }

func init() { CommandLine.Usage = commandLineUsage }

func Parse()                                     { CommandLine.Parse(os.Args[1:]) }
func Parsed() bool                               { return CommandLine.Parsed() }
func Lookup(name string) *Flag                   { return CommandLine.Lookup(name) }
func Set(name, value string) error               { return CommandLine.set(name, value) }
func VisitAll(fn func(*Flag))                    { CommandLine.VisitAll(fn) }
func Visit(fn func(*Flag))                       { CommandLine.Visit(fn) }
func PrintDefaults()                             { CommandLine.PrintDefaults() }
func NFlag() int                                 { return CommandLine.NFlag() }
func Arg(i int) string                           { return CommandLine.Arg(i) }
func NArg() int                                  { return CommandLine.NArg() }
func Args() []string                             { return CommandLine.Args() }
func Var(value Value, name string, usage string) { CommandLine.Var(value, name, usage) }

func BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	CommandLine.Var((*boolValue)(p), name, usage)
}

func Bool(name string, value bool, usage string) *bool {
	return CommandLine.Bool(name, value, usage)
}

func IntVar(p *int, name string, value int, usage string) {
	*p = value
	CommandLine.Var((*intValue)(p), name, usage)
}

func Int(name string, value int, usage string) *int {
	return CommandLine.Int(name, value, usage)
}

func Int64Var(p *int64, name string, value int64, usage string) {
	*p = value
	CommandLine.Var((*int64Value)(p), name, usage)
}

func Int64(name string, value int64, usage string) *int64 {
	return CommandLine.Int64(name, value, usage)
}

func UintVar(p *uint, name string, value uint, usage string) {
	*p = value
	CommandLine.Var((*uintValue)(p), name, usage)
}

func Uint(name string, value uint, usage string) *uint {
	return CommandLine.Uint(name, value, usage)
}

func Uint64Var(p *uint64, name string, value uint64, usage string) {
	*p = value
	CommandLine.Var((*uint64Value)(p), name, usage)
}

func Uint64(name string, value uint64, usage string) *uint64 {
	return CommandLine.Uint64(name, value, usage)
}

func Float64Var(p *float64, name string, value float64, usage string) {
	*p = value
	CommandLine.Var((*float64Value)(p), name, usage)
}

func Float64(name string, value float64, usage string) *float64 {
	return CommandLine.Float64(name, value, usage)
}

func StringVar(p *string, name string, value string, usage string) {
	*p = value
	CommandLine.Var((*stringValue)(p), name, usage)
}

func String(name string, value string, usage string) *string {
	return CommandLine.String(name, value, usage)
}

func DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	CommandLine.Var((*durationValue)(p), name, usage)
}

func Duration(name string, value time.Duration, usage string) *time.Duration {
	return CommandLine.Duration(name, value, usage)
}

func TextVar(p encoding.TextUnmarshaler, name string, value encoding.TextMarshaler, usage string) {
	CommandLine.Var(newTextValue(value, p), name, usage)
}

func Func(name, usage string, fn func(string) error)     { CommandLine.Func(name, usage, fn) }
func BoolFunc(name, usage string, fn func(string) error) { CommandLine.BoolFunc(name, usage, fn) }
