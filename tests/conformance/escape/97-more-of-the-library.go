// Where URLs and values of reflect let their parameters flow; constants that are characters.
package main

import (
	"fmt"
	"net/url"
	"os"
	"reflect"
)

func text(u *url.URL) string { return u.String() }

func isComplex(v reflect.Value) bool { return v.CanComplex() }

func main() {
	fmt.Printf("%c %c\n", os.PathSeparator, os.PathListSeparator)
	if os.Getpid() < 0 {
		fmt.Println(text(nil), isComplex(reflect.ValueOf(1)))
	}
}
