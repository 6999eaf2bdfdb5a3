package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"time"
)

type entry struct {
	name string
	mode os.FileMode
	info fs.FileInfo
}

func open(name string) (f *os.File, err error) {
	f, err = os.Open(name)
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			return nil, fmt.Errorf("%s: %w", pe.Op, pe.Err)
		}
		return nil, err
	}
	return f, nil
}

func lines(name string) (out []string, err error) {
	f, err := open(name)
	if os.IsNotExist(err) {
		return nil, &os.PathError{Op: "lines", Path: name, Err: err}
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		out = append(out, sc.Text())
	}
	return out, sc.Err()
}

func save(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = f.WriteString(string(data))
	buf := make([]byte, 16)
	n, _ := f.Read(buf)
	fmt.Fprintln(f, buf[:n])
	return err
}

func list(dir string) (es []*entry) {
	ds, _ := os.ReadDir(dir)
	for _, d := range ds {
		info, err := d.Info()
		if err != nil {
			continue
		}
		es = append(es, &entry{d.Name(), info.Mode(), info})
	}
	st, err := os.Stat(dir)
	if err == nil && st.IsDir() {
		fmt.Println(st.Name(), st.ModTime(), st.Mode().Perm())
	}
	return
}

func when(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC850, s)
	if err != nil {
		var pe *time.ParseError
		if errors.As(err, &pe) {
			fmt.Println(pe.Layout)
		}
		return time.Time{}, err
	}
	loc := time.FixedZone("x", 3600)
	u := t.In(loc).AddDate(0, 1, 2).Round(time.Hour)
	b, _ := u.MarshalJSON()
	fmt.Println(string(b))
	return u, nil
}

func trace() []string {
	pcs := make([]uintptr, 16)
	n := runtime.Callers(0, pcs)
	fr := runtime.CallersFrames(pcs[:n])
	var out []string
	for {
		f, more := fr.Next()
		out = append(out, f.Function)
		if !more {
			break
		}
	}
	pc, file, line, ok := runtime.Caller(1)
	fmt.Println(runtime.FuncForPC(pc).Name(), file, line, ok)
	return out
}

func copyAll(w io.Writer, names ...string) (n int64) {
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		m, _ := w.Write(b)
		n += int64(m)
	}
	return
}

func main() {
	fmt.Println(lines("x"))
	fmt.Println(save("y", []byte("z")), list("."), len(trace()))
	fmt.Println(when(os.Getenv("T")))
	copyAll(os.Stdout, os.Args[1:]...)
	if h, err := os.Hostname(); err == nil {
		fmt.Println(h, os.Getpid())
	}
}
