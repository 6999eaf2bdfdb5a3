// Package fs: the outline of io/fs.
package fs

import "time"

type DirEntry interface {
	Info() (FileInfo, error)
	IsDir() bool
	Name() string
	Type() FileMode
}
type FS interface {
	Open(name string) (File, error)
}
type File interface {
	Close() error
	Read([]byte) (int, error)
	Stat() (FileInfo, error)
}
type FileInfo interface {
	IsDir() bool
	ModTime() time.Time
	Mode() FileMode
	Name() string
	Size() int64
	Sys() any
}
type FileMode uint32
type GlobFS interface {
	Glob(pattern string) ([]string, error)
	FS
}
type PathError struct {
	Op   string
	Path string
	Err  error
}
type ReadDirFS interface {
	ReadDir(name string) ([]DirEntry, error)
	FS
}
type ReadDirFile interface {
	ReadDir(n int) ([]DirEntry, error)
	File
}
type ReadFileFS interface {
	ReadFile(name string) ([]byte, error)
	FS
}
type StatFS interface {
	Stat(name string) (FileInfo, error)
	FS
}
type SubFS interface {
	Sub(dir string) (FS, error)
	FS
}
type WalkDirFunc func(path string, d DirEntry, err error) error

const ModeAppend FileMode = 1073741824
const ModeCharDevice FileMode = 2097152
const ModeDevice FileMode = 67108864
const ModeDir FileMode = 2147483648
const ModeExclusive FileMode = 536870912
const ModeIrregular FileMode = 524288
const ModeNamedPipe FileMode = 33554432
const ModePerm FileMode = 511
const ModeSetgid FileMode = 4194304
const ModeSetuid FileMode = 8388608
const ModeSocket FileMode = 16777216
const ModeSticky FileMode = 1048576
const ModeSymlink FileMode = 134217728
const ModeTemporary FileMode = 268435456
const ModeType FileMode = 2401763328

var ErrClosed error
var ErrExist error
var ErrInvalid error
var ErrNotExist error
var ErrPermission error
var SkipAll error
var SkipDir error

func FileInfoToDirEntry(FileInfo) DirEntry
func (FileMode) IsDir() bool
func (FileMode) IsRegular() bool
func (FileMode) Perm() FileMode
func (FileMode) String() string
func (FileMode) Type() FileMode
func FormatDirEntry(DirEntry) string
func FormatFileInfo(FileInfo) string
func Glob(FS, string) ([]string, error)
func (*PathError) Error() string
func (*PathError) Timeout() bool
func (*PathError) Unwrap() error
func ReadDir(FS, string) ([]DirEntry, error)
func ReadFile(FS, string) ([]byte, error)
func Stat(FS, string) (FileInfo, error)
func Sub(FS, string) (FS, error)
func ValidPath(string) bool
func WalkDir(FS, string, WalkDirFunc) error
