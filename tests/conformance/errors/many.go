package main

func main() {
	a0 := undefined0
	a1 := undefined1
	a2 := undefined2
	a3 := undefined3
	a4 := undefined4
	a5 := undefined5
	a6 := undefined6
	a7 := undefined7
	a8 := undefined8
	a9 := undefined9
	a10 := undefined10
	a11 := undefined11
	a12 := undefined12
	a13 := undefined13
	a14 := undefined14
}
