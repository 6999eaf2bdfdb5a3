// Package path: paths separated by slashes, as text.
package path

import (
	"errors"
	"internal/paths"
)

var ErrBadPattern = errors.New("syntax error in pattern")

func Match(pattern, name string) (matched bool, err error) {
	matched, valid := paths.Match(pattern, name, true)
	if !valid {
		return false, ErrBadPattern
	}
	return matched, nil
}

func Clean(path string) string {
	if path == "" {
		return "."
	}
	return paths.Clean(path, false)
}

func Split(path string) (dir, file string) {
	i := paths.LastSlash(path) + 1
	return path[:i], path[i:]
}

func Join(elem ...string) string {
	size := 0
	for _, e := range elem {
		size += len(e)
	}
	if size == 0 {
		return ""
	}
	buf := make([]byte, 0, size+len(elem)-1)
	for _, e := range elem {
		if len(buf) > 0 {
			buf = append(buf, '/')
		}
		buf = append(buf, e...)
	}
	return paths.Clean(string(buf), false)
}

func Ext(path string) string  { return paths.Ext(path) }
func Base(path string) string { return paths.Base(path) }
func IsAbs(path string) bool  { return path != "" && path[0] == '/' }
func Dir(path string) string  { return Clean(path[:paths.LastSlash(path)+1]) }
