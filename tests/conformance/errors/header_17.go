Package main
func main() {}
