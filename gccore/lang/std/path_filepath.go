// Package filepath: paths of files where they are separated by slashes, as text. There are no files.
package filepath

import (
	"errors"
	"internal/paths"
	"strings"
)

const (
	Separator     = '/'
	ListSeparator = ':'
)

var ErrBadPattern = errors.New("syntax error in pattern")

func Match(pattern, name string) (matched bool, err error) {
	matched, valid := paths.Match(pattern, name, false)
	if !valid {
		return false, ErrBadPattern
	}
	return matched, nil
}

func Clean(path string) string {
	if path == "" {
		return "."
	}
	return paths.Clean(path, true)
}

func Split(path string) (dir, file string) {
	i := paths.LastSlash(path) + 1
	return path[:i], path[i:]
}

func SplitList(path string) []string {
	if path == "" {
		return []string{}
	}
	return strings.Split(path, ":")
}

func Join(elem ...string) string {
	for i, e := range elem {
		if e != "" {
			return paths.Clean(strings.Join(elem[i:], "/"), true)
		}
	}
	return ""
}

func Ext(path string) string          { return paths.Ext(path) }
func Base(path string) string         { return paths.Base(path) }
func IsAbs(path string) bool          { return path != "" && path[0] == '/' }
func ToSlash(path string) string      { return path }
func FromSlash(path string) string    { return path }
func VolumeName(path string) string   { return path[:0] }
func HasPrefix(p, prefix string) bool { return strings.HasPrefix(p, prefix) }

// Dir puts the volume, which has no name here, in front: what lies on the stack is copied by that.
func Dir(path string) string { return VolumeName(path) + Clean(path[:paths.LastSlash(path)+1]) }

// IsLocal tells whether the path stays below where it is taken from.
func IsLocal(path string) bool {
	if path == "" || path[0] == '/' {
		return false
	}
	for rest, more := path, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, "/")
		if part == "." || part == ".." {
			path = Clean(path)
			break
		}
	}
	return path != ".." && !strings.HasPrefix(path, "../")
}

// Rel is a path from basepath to targpath.
func Rel(basepath, targpath string) (string, error) {
	base, targ := Clean(basepath), Clean(targpath)
	if base == targ {
		return ".", nil
	}
	if base == "." {
		base = ""
	}
	same := commonElements(base, targ)
	above := base[min(same, len(base)):]
	if IsAbs(base) != IsAbs(targ) || above == ".." || strings.HasPrefix(above, "../") {
		return "", errors.New("Rel: can't make " + targpath + " relative to " + basepath)
	}
	below := targ[min(same, len(targ)):]
	if above == "" {
		return below, nil
	}
	ups := strings.Count(above, "/") + 1
	size := 3*ups - 1
	if below != "" {
		size += 1 + len(below)
	}
	buf := make([]byte, size)
	n := copy(buf, "..")
	for i := 1; i < ups; i++ {
		n += copy(buf[n:], "/..")
	}
	if below != "" {
		n += copy(buf[n:], "/")
		copy(buf[n:], below)
	}
	return string(buf), nil
}

// commonElements is the length of the elements that both paths begin with, each with its slash.
func commonElements(a, b string) int {
	for same := 0; ; {
		i, j := same, same
		for i < len(a) && a[i] != '/' {
			i++
		}
		for j < len(b) && b[j] != '/' {
			j++
		}
		if a[same:i] != b[same:j] {
			return same
		}
		same = i + 1
		if same > len(a) || same > len(b) {
			return same
		}
	}
}
