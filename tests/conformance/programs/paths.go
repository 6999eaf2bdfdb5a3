package main

import (
	"bytes"
	"fmt"
	"io"
	"io/ioutil"
	"math/rand"
	"path"
	"path/filepath"
	"strings"
)

func random(r *rand.Rand, from string, n int) string {
	var b strings.Builder
	for i := r.Intn(n + 1); i > 0; i-- {
		b.WriteByte(from[r.Intn(len(from))])
	}
	return b.String()
}

type both struct{ io.Reader }

func main() {
	r := rand.New(rand.NewSource(7))
	for i := 0; i < 60; i++ {
		p, q := random(r, "a./../b", 12), random(r, "a../b/", 12)
		fmt.Printf("%q %q ", p, q)
		fmt.Printf("%q %q %q %q %v ", path.Clean(p), path.Base(p), path.Dir(p), path.Ext(p), path.IsAbs(p))
		fmt.Println(path.Split(p))
		fmt.Printf("%q %q\n", path.Join(p, q, ""), path.Join("", p, "/", q))
		fmt.Printf("%q %q %q %q %v ", filepath.Clean(p), filepath.Base(p), filepath.Dir(p), filepath.Ext(p), filepath.IsAbs(p))
		fmt.Println(filepath.Split(p))
		fmt.Printf("%q %q\n", filepath.Join(p, q, ""), filepath.Join("", p, "/", q))
		fmt.Println(filepath.Rel(p, q))
		fmt.Println(filepath.IsLocal(p), filepath.HasPrefix(p, q), filepath.ToSlash(p), filepath.FromSlash(q), filepath.VolumeName(p) == "")
	}
	for i := 0; i < 400; i++ {
		p, n := random(r, "ab*?[]^-\\/é*", 8), random(r, "ab/éa-]", 6)
		m, err := path.Match(p, n)
		m2, err2 := filepath.Match(p, n)
		fmt.Printf("%q %q %v %v %v %v\n", p, n, m, err, m2, err2)
	}
	fmt.Printf("%q %q %q\n", filepath.SplitList(""), filepath.SplitList("/a:/b::c"), filepath.SplitList(":"))
	fmt.Printf("%T %T %c %d\n", filepath.Separator, filepath.ListSeparator, filepath.Separator, filepath.ListSeparator)
	fmt.Println(path.ErrBadPattern, filepath.ErrBadPattern, path.ErrBadPattern == filepath.ErrBadPattern)
	b, err := ioutil.ReadAll(strings.NewReader("some text"))
	fmt.Printf("%s %v\n", b, err)
	fmt.Fprintln(ioutil.Discard, "nothing")
	fmt.Println(ioutil.Discard == io.Discard)
	c := ioutil.NopCloser(strings.NewReader("x"))
	_, wt := c.(io.WriterTo)
	d := ioutil.NopCloser(both{&bytes.Buffer{}})
	_, wt2 := d.(io.WriterTo)
	fmt.Printf("%T %v %v %T %v\n", c, wt, c.Close(), d, wt2)
}
