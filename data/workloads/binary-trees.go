// Binary trees: one long-lived tree, and many short-lived ones beside it.
//
// Watch: while a cycle marks, the long-lived tree turns black branch by branch; the short-lived trees stay white and
// are gone after the sweep. The heap follows a saw-tooth between what lives and the goal, twice as high (GOGC=100).
package main

import "fmt"

type Node struct {
	left, right *Node
	key         int
}

func build(depth, key int) *Node {
	if depth == 0 {
		return &Node{key: key}
	}
	return &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}
}

func (n *Node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	const longDepth = 16
	long := build(longDepth, 1)

	for depth := 4; depth <= longDepth-2; depth += 2 {
		trees := 1 << (longDepth - depth + 2)
		nodes := 0
		for i := 0; i < trees; i++ {
			nodes += build(depth, i).count()
		}
		fmt.Printf("%d trees of depth %d: %d nodes\n", trees, depth, nodes)
	}
	fmt.Printf("long-lived tree of depth %d: %d nodes\n", longDepth, long.count())
}
