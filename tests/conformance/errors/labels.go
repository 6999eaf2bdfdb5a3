package main



func main() {
	L:
	for {
	break M
	}
	continue
	break
	goto N
}
