// Package os: what a program may touch here, its arguments, its output and its end. There are no files and no
// environment.
package os

import (
	"errors"
	"io"
	"runtime"
)

var (
	ErrNotExist   = errors.New("file does not exist")
	ErrExist      = errors.New("file already exists")
	ErrPermission = errors.New("permission denied")
	ErrClosed     = errors.New("file already closed")
	ErrInvalid    = errors.New("invalid argument")
)

// Args is filled before the program starts.
var Args []string = arguments()

func arguments() []string

func Exit(code int)

type file struct {
	fd   int
	name string
}

type File struct {
	*file
}

var (
	Stdin  = &File{&file{0, "/dev/stdin"}}
	Stdout = &File{&file{1, "/dev/stdout"}}
	Stderr = &File{&file{2, "/dev/stderr"}}
)

// Files are closed by finalizers, so the goroutine that runs them is there before main.
func init() { runtime.SetFinalizer(Stdout, (*File).Close) }

// write passes bytes to the program's output; fd 1 or 2.
//
//go:noescape
func write(fd int, b []byte) int

//go:noescape
func writeString(fd int, s string) int

func (f *File) Write(b []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	return write(f.fd, b), nil
}

func (f *File) WriteString(s string) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	return writeString(f.fd, s), nil
}

// ReadFrom and WriteTo copy as io.Copy does, by a File without them, which is allocated.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	return io.Copy(writesOnly{File: f}, r)
}

func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	return io.Copy(w, readsOnly{File: f})
}

type (
	noReadFrom struct{}
	noWriteTo  struct{}

	// The method is ambiguous, so there is none.
	writesOnly struct {
		noReadFrom
		*File
	}
	readsOnly struct {
		noWriteTo
		*File
	}
)

func (noReadFrom) ReadFrom(io.Reader) (int64, error) { return 0, ErrInvalid }
func (noWriteTo) WriteTo(io.Writer) (int64, error)   { return 0, ErrInvalid }

// Read: the standard input is empty.
func (f *File) Read(b []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if len(b) == 0 {
		return 0, nil
	}
	return 0, io.EOF
}

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }
func (f *File) Close() error { return nil }
func (f *File) Sync() error  { return nil }

func Getenv(key string) string            { return "" }
func LookupEnv(key string) (string, bool) { return "", false }
func Environ() []string                   { return nil }
func Getpid() int                         { return 1 }
func Hostname() (name string, err error)  { return "localhost", nil }

// A Signal ends a program from outside; none arrives here.
type Signal interface {
	String() string
	Signal()
}
