package main

import "errors"
import "fmt"
import "os"
import "strconv"
import "strings"
import "time"


func main() {
	time.Sleep(5)
	time.Sleep(1.5)
	var n = 3
	time.Sleep(n * time.Second)
	strconv.Itoa("5")
	x := strconv.Atoi("5")
	strings.Split("a")
	fmt.Sprintf(5)
	os.Exit("a")
	errors.New(5)
	fmt.Println("a") + 1
	var s string = fmt.Sprint
	_, _ = x, s
}
