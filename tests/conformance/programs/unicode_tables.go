// Tables of unicode: classes, groups, scripts, tables of the program.
package main

import (
	"fmt"
	"unicode"
)

func main() {
	tables := []struct {
		name string
		t    *unicode.RangeTable
	}{
		{"L", unicode.L}, {"Letter", unicode.Letter}, {"Lu", unicode.Lu}, {"Upper", unicode.Upper}, {"Ll", unicode.Ll}, {"Lm", unicode.Lm},
		{"Lo", unicode.Lo}, {"Lt", unicode.Lt}, {"M", unicode.M}, {"Mn", unicode.Mn}, {"N", unicode.N}, {"Nd", unicode.Nd}, {"P", unicode.P},
		{"Pd", unicode.Pd}, {"Po", unicode.Po}, {"S", unicode.S}, {"Sc", unicode.Sc}, {"Sm", unicode.Sm}, {"Z", unicode.Z}, {"Space", unicode.Space},
		{"C", unicode.C}, {"Cc", unicode.Cc}, {"Cf", unicode.Cf}, {"Han", unicode.Han}, {"Latin", unicode.Latin}, {"Greek", unicode.Greek},
		{"Cyrillic", unicode.Cyrillic}, {"Hiragana", unicode.Hiragana}, {"Katakana", unicode.Katakana}, {"Hangul", unicode.Hangul},
		{"Arabic", unicode.Arabic}, {"Hebrew", unicode.Hebrew}, {"Thai", unicode.Thai}, {"Devanagari", unicode.Devanagari}, {"Common", unicode.Common},
	}
	own := &unicode.RangeTable{R16: []unicode.Range16{{'a', 'e', 2}, {0x400, 0x410, 1}}, R32: []unicode.Range32{{0x1F600, 0x1F64F, 1}}}
	for _, r := range "aBé5٣½-—!$+ \t\u00a0\u0301\u200b漢字あアᆨ한글ЖяΩλبאกनǅʰ_«☃😀€\x00\u2028" {
		fmt.Printf("%q", r)
		for _, t := range tables {
			if unicode.Is(t.t, r) {
				fmt.Print(" ", t.name)
			}
		}
		fmt.Println(unicode.Is(own, r), unicode.In(r, unicode.Han, unicode.Hiragana, own), unicode.IsOneOf([]*unicode.RangeTable{unicode.L, unicode.Nd}, r))
	}
	count := map[string]int{}
	for r := rune(0); r < 0x3000; r++ {
		for _, t := range tables[:len(tables)-1] {
			if unicode.Is(t.t, r) {
				count[t.name]++
			}
		}
	}
	fmt.Println(len(count) > 30, unicode.Is(unicode.C, -1), unicode.Is(unicode.Han, 0x110000))
}
