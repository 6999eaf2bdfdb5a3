package main


func f() (err error) {
	if true {
		err := error(nil)
		_ = err
		return
	}
	return
}
func main() {
	f()
}
