package main

const a = 1e646456993
const b = 1e646456992 * 1e646456992
const c = 1e5000
const d int = c
const e = c << 1
const f = 1e1000 << 1
const g = 1e99999999999999999999

func main() {
	var arr [2]int
	arr[c] = 1
	_ = [c]int{}
}
