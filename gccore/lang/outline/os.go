// Package os: the outline without processes.
package os

import (
	"io"
	"io/fs"
	"time"
)

type (
	DirEntry  = fs.DirEntry
	FileInfo  = fs.FileInfo
	FileMode  = fs.FileMode
	PathError = fs.PathError
)

type Signal interface {
	Signal()
	String() string
}

type file struct{ name string }

type File struct{ *file }

type LinkError struct {
	Op  string
	Old string
	New string
	Err error
}
type SyscallError struct {
	Syscall string
	Err     error
}

const DevNull = "/dev/null"
const ModeAppend fs.FileMode = 1073741824
const ModeCharDevice fs.FileMode = 2097152
const ModeDevice fs.FileMode = 67108864
const ModeDir fs.FileMode = 2147483648
const ModeExclusive fs.FileMode = 536870912
const ModeIrregular fs.FileMode = 524288
const ModeNamedPipe fs.FileMode = 33554432
const ModePerm fs.FileMode = 511
const ModeSetgid fs.FileMode = 4194304
const ModeSetuid fs.FileMode = 8388608
const ModeSocket fs.FileMode = 16777216
const ModeSticky fs.FileMode = 1048576
const ModeSymlink fs.FileMode = 134217728
const ModeTemporary fs.FileMode = 268435456
const ModeType fs.FileMode = 2401763328
const O_APPEND int = 1024
const O_CREATE int = 64
const O_EXCL int = 128
const O_RDONLY int = 0
const O_RDWR int = 2
const O_SYNC int = 1052672
const O_TRUNC int = 512
const O_WRONLY int = 1
const PathListSeparator = ':'
const PathSeparator = '/'
const SEEK_CUR int = 1
const SEEK_END int = 2
const SEEK_SET int = 0

var Args []string
var ErrClosed error
var ErrDeadlineExceeded error
var ErrExist error
var ErrInvalid error
var ErrNoDeadline error
var ErrNotExist error
var ErrPermission error
var Interrupt Signal
var Kill Signal
var Stderr *File
var Stdin *File
var Stdout *File

func Chdir(string) error
func Chmod(string, fs.FileMode) error
func Chown(string, int, int) error
func Chtimes(string, time.Time, time.Time) error
func Clearenv()
func Create(string) (*File, error)
func CreateTemp(string, string) (*File, error)
func DirFS(string) fs.FS
func Environ() []string
func Executable() (string, error)
func Exit(int)
func Expand(string, func(string) string) string
func ExpandEnv(string) string
func (*File) Chdir() error
func (*File) Chmod(fs.FileMode) error
func (*File) Chown(int, int) error
func (*File) Close() error
func (*File) Fd() uintptr
func (*File) Name() string
func (*File) Read([]byte) (int, error)
func (*File) ReadAt([]byte, int64) (int, error)
func (*File) ReadDir(int) ([]fs.DirEntry, error)
func (*File) ReadFrom(io.Reader) (int64, error)
func (*File) Readdir(int) ([]fs.FileInfo, error)
func (*File) Readdirnames(int) ([]string, error)
func (*File) Seek(int64, int) (int64, error)
func (*File) SetDeadline(time.Time) error
func (*File) SetReadDeadline(time.Time) error
func (*File) SetWriteDeadline(time.Time) error
func (*File) Stat() (fs.FileInfo, error)
func (*File) Sync() error
func (*File) Truncate(int64) error
func (*File) Write([]byte) (int, error)
func (*File) WriteAt([]byte, int64) (int, error)
func (*File) WriteString(string) (int, error)
func (*File) WriteTo(io.Writer) (int64, error)
func Getegid() int
func Getenv(string) string
func Geteuid() int
func Getgid() int
func Getgroups() ([]int, error)
func Getpagesize() int
func Getpid() int
func Getppid() int
func Getuid() int
func Getwd() (string, error)
func Hostname() (string, error)
func IsExist(error) bool
func IsNotExist(error) bool
func IsPathSeparator(uint8) bool
func IsPermission(error) bool
func IsTimeout(error) bool
func Lchown(string, int, int) error
func Link(string, string) error
func (*LinkError) Error() string
func (*LinkError) Unwrap() error
func LookupEnv(string) (string, bool)
func Lstat(string) (fs.FileInfo, error)
func Mkdir(string, fs.FileMode) error
func MkdirAll(string, fs.FileMode) error
func MkdirTemp(string, string) (string, error)
func NewFile(uintptr, string) *File
func NewSyscallError(string, error) error
func Open(string) (*File, error)
func OpenFile(string, int, fs.FileMode) (*File, error)
func Pipe() (*File, *File, error)
func ReadDir(string) ([]fs.DirEntry, error)
func ReadFile(string) ([]byte, error)
func Readlink(string) (string, error)
func Remove(string) error
func RemoveAll(string) error
func Rename(string, string) error
func SameFile(fs.FileInfo, fs.FileInfo) bool
func Setenv(string, string) error
func Stat(string) (fs.FileInfo, error)
func Symlink(string, string) error
func (*SyscallError) Error() string
func (*SyscallError) Timeout() bool
func (*SyscallError) Unwrap() error
func TempDir() string
func Truncate(string, int64) error
func Unsetenv(string) error
func UserCacheDir() (string, error)
func UserConfigDir() (string, error)
func UserHomeDir() (string, error)
func WriteFile(string, []byte, fs.FileMode) error
