package main



func main() {
	x := 1
	switch x {
	case 1:
	case 1:
	case "a":
	default:
	default:
	}
	var i interface{} = x
	switch i.(type) {
	case int:
	case int:
	case foo:
	}
	switch x.(type) {
	}
	switch y := i.(type) {
	case int:
	}
}
