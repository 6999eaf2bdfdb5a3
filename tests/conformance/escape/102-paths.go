package main

import (
	"fmt"
	"io/ioutil"
	"path"
	"path/filepath"
	"strings"
)

type place struct {
	dir, base *string
}

var kept string

func bytesOf(b []byte) (int, bool) {
	s := string(b)
	n := len(path.Clean(string(b))) + len(path.Base(string(b)))
	dir, file := filepath.Split(s)
	return n + len(dir) + len(file), path.IsAbs(string(b)) && filepath.IsLocal(s)
}

func dirOf(p string) string { return filepath.Dir(path.Ext(p)) }

func join(parts ...string) string { return path.Join(parts...) }

func joinFiles(parts []string) string { return filepath.Join(parts...) }

func match(pattern []byte, name *string) bool {
	ok, err := path.Match(string(pattern), *name)
	also, _ := filepath.Match(*name, string(pattern))
	return ok && also && err == nil
}

func rel(base, targ *string) (string, error) { return filepath.Rel(*base, *targ) }

func split(list string) []string {
	kept = filepath.Ext(list)
	return filepath.SplitList(filepath.ToSlash(filepath.FromSlash(list)))
}

func at(p string) *place {
	d, b := path.Split(p)
	return &place{&d, &b}
}

func main() {
	b := []byte("some/path.go")
	fmt.Println(bytesOf(b))
	fmt.Println(dirOf(string(b)), join("a", string(b)), joinFiles([]string{"a", string(b)}))
	name := "x"
	fmt.Println(match(b, &name))
	fmt.Println(rel(&name, &name))
	fmt.Println(split("a:b"), *at("c/d").dir)
	r := strings.NewReader("text")
	all, err := ioutil.ReadAll(ioutil.NopCloser(r))
	fmt.Fprintln(ioutil.Discard, all, err)
	fmt.Println(filepath.VolumeName(name), filepath.HasPrefix(name, "x"), filepath.IsAbs(name), filepath.Base(name))
}
