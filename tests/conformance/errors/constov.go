package main

import "math"

const (
	a int8   = 128
	b uint   = -1
	c        = 1 << 63
	d int    = c
	e        = math.MaxUint64
	f int    = e
	g        = 1 / 0
	h        = 1.0 / 0
	i        = 1 % 0
	j int32  = math.MaxInt32 + 1
	k float32 = 1e39
	l rune = 0x110000
	m byte = 'é' + 200
	n = "a" + 1
	o = -"a"
	p = !1
	q = ^1.5
	r uint8 = ^0
	s = len("abc") << 62
	t = int8(200)
	u = uint8(-1)
	v = int(1.5)
	w = string(1.5)
	x bool = 1
)
