// Package paths: what path and path/filepath have in common where paths are separated by slashes.
package paths

import "unicode/utf8"

// A draft is the beginning of a path as long as the result is one, and a buffer as soon as it differs.
type draft struct {
	path string
	buf  []byte
	n    int
}

func (d *draft) add(c byte) {
	if d.buf == nil {
		if d.n < len(d.path) && d.path[d.n] == c {
			d.n++
			return
		}
		d.buf = make([]byte, len(d.path))
		copy(d.buf, d.path[:d.n])
	}
	d.buf[d.n] = c
	d.n++
}

func (d *draft) at(i int) byte {
	if d.buf == nil {
		return d.path[i]
	}
	return d.buf[i]
}

// up removes the last element, but nothing in front of `first`.
func (d *draft) up(first int) {
	d.n--
	for d.n > first && d.at(d.n) != '/' {
		d.n--
	}
}

// Clean is the shortest equivalent of a path that is not empty. The dot of what comes out empty is written to a buffer
// if `written`, as filepath's is.
func Clean(path string, written bool) string {
	d := draft{path: path}
	first := 0 // elements before it are not removed: the root, and ".." in front
	if path[0] == '/' {
		d.add('/')
		first = 1
	}
	root := first
	for i := root; i < len(path); {
		end := i
		for end < len(path) && path[end] != '/' {
			end++
		}
		switch element := path[i:end]; {
		case element == "", element == ".":
		case element == ".." && d.n > first:
			d.up(first)
		case element == ".." && root == 1:
		default:
			if d.n > root {
				d.add('/')
			}
			for ; i < end; i++ {
				d.add(path[i])
			}
			if element == ".." {
				first = d.n
			}
		}
		i = end + 1
	}
	if d.n == 0 {
		if !written {
			return "."
		}
		d.add('.')
	}
	if d.buf == nil {
		return path[:d.n]
	}
	return string(d.buf[:d.n])
}

// Base is the last element.
func Base(path string) string {
	if path == "" {
		return "."
	}
	end := len(path)
	for end > 0 && path[end-1] == '/' {
		end--
	}
	if end == 0 {
		return "/"
	}
	return path[LastSlash(path[:end])+1 : end]
}

// Ext begins at the last dot of the last element.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// LastSlash is where the last slash is; -1 if there is none.
func LastSlash(path string) int {
	i := len(path) - 1
	for i >= 0 && path[i] != '/' {
		i--
	}
	return i
}

// Match matches a whole name. `valid` is false for a pattern that was found to be none; what is behind a mismatch is
// only looked at if `thorough`.
func Match(pattern, name string, thorough bool) (matched, valid bool) {
	for pattern != "" {
		star := pattern[0] == '*'
		for pattern != "" && pattern[0] == '*' {
			pattern = pattern[1:]
		}
		if star && pattern == "" {
			return segment(name) == len(name), true
		}
		n := chunkLen(pattern)
		chunk := pattern[:n]
		pattern = pattern[n:]
		last := pattern == ""
		skip := 0
		if star {
			skip = segment(name)
		}
		rest, ok, valid := prefix(chunk, name)
		for i := 1; valid && (!ok || last && rest != "") && i <= skip; i++ {
			rest, ok, valid = prefix(chunk, name[i:])
		}
		if !valid {
			return false, false
		}
		if !ok || last && rest != "" {
			return false, !thorough || wellFormed(pattern)
		}
		name = rest
	}
	return name == "", true
}

// segment is the length of what a star may stand for.
func segment(name string) int {
	n := 0
	for n < len(name) && name[n] != '/' {
		n++
	}
	return n
}

// chunkLen is where the next star is that stands for something.
func chunkLen(pattern string) int {
	class := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			if i+1 < len(pattern) {
				i++
			}
		case '[':
			class = true
		case ']':
			class = false
		case '*':
			if !class {
				return i
			}
		}
	}
	return len(pattern)
}

func wellFormed(pattern string) bool {
	for pattern != "" {
		for pattern != "" && pattern[0] == '*' {
			pattern = pattern[1:]
		}
		n := chunkLen(pattern)
		if _, _, valid := prefix(pattern[:n], ""); !valid {
			return false
		}
		pattern = pattern[n:]
	}
	return true
}

// prefix matches a chunk without stars with the beginning of s. After a mismatch the chunk is still read to its end.
func prefix(chunk, s string) (rest string, ok, valid bool) {
	ok = true
	for chunk != "" {
		ok = ok && s != ""
		size := 1
		switch chunk[0] {
		case '[':
			var r rune
			if ok {
				r, size = utf8.DecodeRuneInString(s)
			}
			in, behind, valid := class(chunk[1:], r)
			if !valid {
				return "", false, false
			}
			chunk = behind
			ok = ok && in
		case '?':
			if ok {
				ok = s[0] != '/'
				_, size = utf8.DecodeRuneInString(s)
			}
			chunk = chunk[1:]
		case '\\':
			chunk = chunk[1:]
			if chunk == "" {
				return "", false, false
			}
			fallthrough
		default:
			ok = ok && chunk[0] == s[0]
			chunk = chunk[1:]
		}
		if ok {
			s = s[size:]
		}
	}
	return s, ok, true
}

// class reads a class behind its bracket and tells whether r is in it.
func class(chunk string, r rune) (in bool, behind string, valid bool) {
	negated := chunk != "" && chunk[0] == '^'
	if negated {
		chunk = chunk[1:]
	}
	for n := 0; n == 0 || chunk[0] != ']'; n++ {
		low, behind, valid := member(chunk)
		high := low
		if valid && behind[0] == '-' {
			high, behind, valid = member(behind[1:])
		}
		if !valid {
			return false, "", false
		}
		chunk = behind
		in = in || low <= r && r <= high
	}
	return in != negated, chunk[1:], true
}

// member reads a character of a class, which something must follow.
func member(chunk string) (r rune, behind string, valid bool) {
	if chunk == "" || chunk[0] == '-' || chunk[0] == ']' {
		return 0, "", false
	}
	if chunk[0] == '\\' {
		chunk = chunk[1:]
	}
	r, n := utf8.DecodeRuneInString(chunk)
	behind = chunk[n:]
	return r, behind, behind != "" && (r != utf8.RuneError || n != 1)
}
