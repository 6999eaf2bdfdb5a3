// Nobody is left to call Done: the trace tells that main waits in the WaitGroup.
package main

import "sync"

func wait(wg *sync.WaitGroup) { wg.Wait() }

func main() {
	var wg sync.WaitGroup
	wg.Add(2)
	go wg.Done()
	wait(&wg)
}
