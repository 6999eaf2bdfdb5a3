package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	os.Args = []string{"tool", "-name", "gopher", "-wait=2s", "-count", "many", "rest"}
	name := flag.String("name", "nobody", "who is `asked`")
	count := flag.Int("count", 3, "how often")
	wait := flag.Duration("wait", 0, "pause between\nthe calls")
	flag.Bool("v", false, "say more")
	fmt.Println(*name, *count, *wait == time.Duration(0))
	defer fmt.Println("not printed")
	flag.Parse()
	fmt.Println("not reached")
}
