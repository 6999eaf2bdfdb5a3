// A ring of buffers: what is written replaces what is oldest.
//
// Watch: the live set stays the same size, but moves: every buffer dies when the ring comes round to it. The buffers
// hold no pointers (noscan), so marking them costs nothing but a bit; buffers over 32 KiB are large objects with a span
// of their own.
package main

import "fmt"

const slots = 256

type Ring struct {
	buffers [slots][]byte
	next    int
	written int
}

func (r *Ring) write(size int) {
	b := make([]byte, size)
	b[0] = byte(r.written)
	b[size-1] = byte(size)
	r.buffers[r.next] = b
	r.next = (r.next + 1) % slots
	r.written++
}

func (r *Ring) held() (n, bytes int) {
	for _, b := range r.buffers {
		if b != nil {
			n++
			bytes += len(b)
		}
	}
	return n, bytes
}

func main() {
	ring := &Ring{}
	sizes := []int{512, 3000, 40000, 9000, 20000, 1024, 70000, 6000}
	for lap := 1; lap <= 24; lap++ {
		for i := 0; i < slots; i++ {
			ring.write(sizes[(i+3*lap)%len(sizes)] + 16*(i%32))
		}
		if lap%4 == 0 {
			n, bytes := ring.held()
			fmt.Printf("lap %d: %d buffers, %d bytes\n", lap, n, bytes)
		}
	}
}
