package main

var a = b
var b = c()

func c() int { return a }

var d = d

const e = f
const f = e

func main() {}
