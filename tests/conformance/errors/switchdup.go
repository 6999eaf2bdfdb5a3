package main


func main() {
	x := 1
	switch x {
	case 1, 2:
	case 2:
	case 3, 1:
	default:
	default:
	}
	switch "a" {
	case "a":
	case "a":
	}
	var y any
	switch y.(type) {
	case int:
	case string, int:
	case foo:
	}
	switch x.(type) {
	}
	switch z := y.(type) {
	}
	switch x {
	case "a":
	case 1.5:
	case nil:
	}
	switch {
	case x:
	}
}
