package main

func main() {
A:
	for {
	B:
		switch {
		case true:
			break A
			continue B
		}
		func() {
			break A
			continue
			goto C
		}()
	}
C:
D:
	x := 1
	_ = x
	goto E
	{
	E:
	}
	if true {
		goto F
	}
	y := 2
F:
	_ = y
	break
	select {
	default:
		continue
		break
	}
	fallthrough
	break X
	continue Y
	goto Z
}
