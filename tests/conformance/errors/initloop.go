package main

var a = b
var b = c + f()
var c = 1
func f() int { return g() }
func g() int { return a }
var x = func() int { return y }()
var y = x
var z = &z
var t T = T{}
type T struct{}
func (T) m() int { return s }
var s = T.m(t)
const k1 = k2
const k2 = k1
var self = self
func main() { var q = q; _ = q }
