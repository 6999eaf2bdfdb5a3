package main


func main() {
	L:
	for {
		break M
		continue N
	}
	goto P
	Q:
	_ = 1
	break
	continue
	fallthrough
	switch 1 {
	case 1:
		fallthrough
	}
}
