// Strings: every concatenation is a new object, however short its life.
//
// Watch: the noscan spans of the small size classes fill and empty again and again while almost nothing survives; only
// the lines kept in the page do. Strings hold no pointers: they are marked, never scanned.
package main

import "fmt"

type Page struct {
	title string
	lines []string
}

func digits(n int) string {
	if n < 10 {
		return "0123456789"[n : n+1]
	}
	return digits(n/10) + digits(n%10)
}

func line(i int) string {
	s := ""
	for k := 0; k < 8; k++ {
		s += digits(i*k) + " "
	}
	return s
}

func main() {
	var pages []*Page
	chars := 0
	for p := 0; p < 160; p++ {
		page := &Page{title: "page " + digits(p)}
		for i := 0; i < 500; i++ {
			page.lines = append(page.lines, line(p*i))
		}
		pages = append(pages, page)
		if len(pages) > 40 {
			pages[len(pages)-41] = nil
		}
		chars += len(page.lines[499])
	}
	fmt.Println(pages[159].title, "ends with", pages[159].lines[499])
	fmt.Println("chars", chars)
}
