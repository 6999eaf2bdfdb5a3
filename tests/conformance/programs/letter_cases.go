package main

import (
	"fmt"
	"strings"
	"unicode"
)

// Cases of all runes that have any, as one number for each page of 256, and of some that are no letters.
func main() {
	for page := rune(0); page < 0x200; page++ {
		sum := uint32(0)
		for r := page << 8; r < (page+1)<<8; r++ {
			upper, lower, title := unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r)
			if upper == r && lower == r && title == r {
				continue
			}
			for _, x := range []rune{r, upper, lower, title} {
				sum = sum*31 + uint32(x)
			}
			if strings.EqualFold(string(r), string(unicode.ToLower(upper))) {
				sum++
			}
		}
		if sum != 0 {
			fmt.Println(page, sum)
		}
	}
	for _, s := range []string{"ⅷ ⓐ ͅ ა ǆ ß ŉ İ ı", "Ⅷ Ⓐ Ι Ა ǅ ẞ K Å"} {
		fmt.Println(strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s), strings.Title(s))
	}
	fmt.Println(strings.EqualFold("İ", "i"), strings.EqualFold("ı", "I"), strings.EqualFold("ⅷ", "Ⅷ"), strings.EqualFold("K", "k"))
}
