// Packages io/ioutil, path and path/filepath: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"fmt"
	"io"
	"io/ioutil"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

var (
	kstr   string
	kbool  bool
	kerr   error
	kstrs  []string
	kbytes []byte
	krc    io.ReadCloser
	src    = strings.NewReader("")
	clean  = "/home/user/file.txt"
	dirty  = "/home//user/./file.txt/../other"
	long   = strings.Repeat("directory/", 5) + "/x"
	up     = "../../a"
	empty  = "a/.."
	bytes  = []byte("some/where//else")
)

var rows = []struct {
	name string
	call func()
}{
	{"ioutil.ReadAll", func() { src.Reset(long); kbytes, kerr = ioutil.ReadAll(src) }},
	{"ioutil.NopCloser", func() { krc = ioutil.NopCloser(src) }},
	{"ioutil.Discard", func() { fmt.Fprint(ioutil.Discard, clean) }},
	{"path.Clean clean", func() { kstr = path.Clean(clean) }},
	{"path.Clean dirty", func() { kstr = path.Clean(dirty) }},
	{"path.Clean long", func() { kstr = path.Clean(long) }},
	{"path.Clean up", func() { kstr = path.Clean(up) }},
	{"path.Clean empty", func() { kstr = path.Clean(empty) + path.Clean("") + path.Clean("b//..") }},
	{"path.Clean local", func() { kbool = path.Clean(string(bytes)) == clean }},
	{"path.Split", func() { kstr, _ = path.Split(clean) }},
	{"path.Join", func() { kstr = path.Join("a", "b", "c") }},
	{"path.Join dirty", func() { kstr = path.Join("a", "", dirty, "c") }},
	{"path.Join empty", func() { kstr = path.Join("", "") }},
	{"path.Ext", func() { kstr = path.Ext(clean) }},
	{"path.Base", func() { kstr = path.Base(clean) + path.Base("") }},
	{"path.Dir", func() { kstr = path.Dir(clean) }},
	{"path.Dir dirty", func() { kstr = path.Dir(dirty) }},
	{"path.IsAbs", func() { kbool = path.IsAbs(clean) }},
	{"path.Match", func() { kbool, kerr = path.Match("/home/*/f[a-k]*.?xt", clean) }},
	{"path.Match bad", func() { kbool, kerr = path.Match("/home/*/f[", clean) }},
	{"filepath.Clean clean", func() { kstr = filepath.Clean(clean) }},
	{"filepath.Clean dirty", func() { kstr = filepath.Clean(dirty) }},
	{"filepath.Clean long", func() { kstr = filepath.Clean(long) }},
	{"filepath.Clean empty", func() { kstr = filepath.Clean(empty) }},
	{"filepath.Clean nothing", func() { kstr = filepath.Clean("") }},
	{"filepath.Clean local", func() { kbool = filepath.Clean(string(bytes)) == clean }},
	{"filepath.Split", func() { kstr, _ = filepath.Split(clean) }},
	{"filepath.SplitList", func() { kstrs = filepath.SplitList("/bin:/usr/bin") }},
	{"filepath.SplitList empty", func() { kstrs = filepath.SplitList("") }},
	{"filepath.Join", func() { kstr = filepath.Join("a", "b", "c") }},
	{"filepath.Join one", func() { kstr = filepath.Join("", clean) }},
	{"filepath.Join dirty", func() { kstr = filepath.Join("a", "", dirty, "c") }},
	{"filepath.Ext", func() { kstr = filepath.Ext(clean) }},
	{"filepath.Base", func() { kstr = filepath.Base(clean) }},
	{"filepath.Dir", func() { kstr = filepath.Dir(clean) }},
	{"filepath.Dir dirty", func() { kstr = filepath.Dir(dirty) }},
	{"filepath.Dir file", func() { kstr = filepath.Dir("file") }},
	{"filepath.Dir local", func() { kbool = filepath.Dir(string(bytes)) == clean }},
	{"filepath.IsAbs", func() { kbool = filepath.IsAbs(clean) }},
	{"filepath.IsLocal", func() { kbool = filepath.IsLocal(long) && filepath.IsLocal(up) }},
	{"filepath.IsLocal dots", func() { kbool = filepath.IsLocal("a/./b") }},
	{"filepath.HasPrefix", func() { kbool = filepath.HasPrefix(clean, "/") }},
	{"filepath.VolumeName", func() { kstr = filepath.VolumeName(clean) + filepath.ToSlash("") + filepath.FromSlash("") }},
	{"filepath.Match", func() { kbool, kerr = filepath.Match("/home/*/f[a-k]*.?xt", clean) }},
	{"filepath.Rel", func() { kstr, kerr = filepath.Rel("/home", clean) }},
	{"filepath.Rel up", func() { kstr, kerr = filepath.Rel("/home/other/dir", clean) }},
	{"filepath.Rel same", func() { kstr, kerr = filepath.Rel(clean, clean) }},
	{"filepath.Rel bad", func() { kstr, kerr = filepath.Rel(up, clean) }},
	{"filepath.Rel dirty", func() { kstr, kerr = filepath.Rel(long, dirty[1:]) }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
