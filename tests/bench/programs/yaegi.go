// The yaegi interpreter as a command: yaegi FILE.go [ARGUMENT ...]
package main

import (
	"fmt"
	"os"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"
)

func main() {
	path := os.Args[1]
	os.Args = os.Args[1:]
	i := interp.New(interp.Options{})
	i.Use(stdlib.Symbols)
	if _, err := i.EvalPath(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
