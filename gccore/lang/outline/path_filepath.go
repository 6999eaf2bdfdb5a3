// Package filepath: the outline of path/filepath.
package filepath

import (
	"errors"
	"io/fs"
)

type WalkFunc func(path string, info fs.FileInfo, err error) error

const (
	ListSeparator = ':'
	Separator     = '/'
)

var (
	ErrBadPattern       = errors.New("syntax error in pattern")
	SkipAll       error = fs.SkipAll
	SkipDir       error = fs.SkipDir
)

func Abs(string) (string, error)
func Base(string) string
func Clean(string) string
func Dir(string) string
func EvalSymlinks(string) (string, error)
func Ext(string) string
func FromSlash(string) string
func Glob(string) ([]string, error)
func HasPrefix(string, string) bool
func IsAbs(string) bool
func IsLocal(string) bool
func Join(...string) string
func Match(string, string) (bool, error)
func Rel(string, string) (string, error)
func Split(string) (string, string)
func SplitList(string) []string
func ToSlash(string) string
func VolumeName(string) string
func Walk(string, WalkFunc) error
func WalkDir(string, fs.WalkDirFunc) error
