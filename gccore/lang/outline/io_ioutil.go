// Package ioutil: the outline of io/ioutil.
package ioutil

import (
	"io"
	"io/fs"
	"os"
)

var Discard io.Writer = io.Discard

func NopCloser(io.Reader) io.ReadCloser
func ReadAll(io.Reader) ([]byte, error)
func ReadDir(string) ([]fs.FileInfo, error)
func ReadFile(string) ([]byte, error)
func TempDir(string, string) (string, error)
func TempFile(string, string) (*os.File, error)
func WriteFile(string, []byte, fs.FileMode) error
