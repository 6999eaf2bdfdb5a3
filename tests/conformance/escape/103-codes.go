package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"unicode/utf16"
)

func random(r *rand.Rand, from string, n int) []byte {
	b := make([]byte, r.Intn(n+1))
	for i := range b {
		b[i] = from[r.Intn(len(from))]
	}
	return b
}

func bytesOf(r *rand.Rand, n int) []byte {
	b := make([]byte, r.Intn(n+1))
	r.Read(b)
	return b
}

func caught(what string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(what, "panics:", e)
		}
	}()
	f()
}

// pieces gives its bytes a few at a time and an error at the end.
type pieces struct {
	b   []byte
	n   int
	err error
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.b) == 0 {
		return 0, p.err
	}
	n := copy(b, p.b[:min(p.n, len(p.b))])
	p.b = p.b[n:]
	return n, nil
}

// narrow takes a few bytes and fails.
type narrow struct{ left int }

func (w *narrow) Write(b []byte) (int, error) {
	if len(b) > w.left {
		n := w.left
		w.left = 0
		return n, errors.New("full")
	}
	w.left -= len(b)
	return len(b), nil
}

var encodings = []*base64.Encoding{
	base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding,
	base64.StdEncoding.Strict(), base64.RawURLEncoding.Strict(), base64.StdEncoding.WithPadding('*'),
}

func words(r *rand.Rand) {
	runes := []rune{0, 'a', 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff, 0x110000, -1}
	for i := 0; i < 15; i++ {
		var s []rune
		for n := r.Intn(6); n > 0; n-- {
			s = append(s, runes[r.Intn(len(runes))])
		}
		u := utf16.Encode(s)
		fmt.Printf("%x %x %x\n", s, u, utf16.Decode(u))
		r.Shuffle(len(u), func(i, j int) { u[i], u[j] = u[j], u[i] })
		fmt.Printf("%x %d\n", utf16.Decode(u), cap(u))
	}
	var a []uint16
	for _, x := range runes {
		a = utf16.AppendRune(a, x)
		r1, r2 := utf16.EncodeRune(x)
		fmt.Printf("%x %v %x %x %x %x\n", x, utf16.IsSurrogate(x), r1, r2, utf16.DecodeRune(r1, r2), utf16.DecodeRune(x, 0xdc01))
	}
	fmt.Printf("%x\n", a)
	fmt.Println(len(utf16.Decode(make([]uint16, 200))), utf16.Encode(nil) == nil)
}

func hexes(r *rand.Rand) {
	for i := 0; i < 15; i++ {
		b := bytesOf(r, 20)
		s := hex.EncodeToString(b)
		back, err := hex.DecodeString(s)
		fmt.Println(s, bytes.Equal(b, back), err)
		fmt.Printf("%s", hex.AppendEncode([]byte("x"), b))
		fmt.Println(hex.AppendDecode([]byte("y"), []byte(s)))
		text := random(r, "0123456789abcdefABCDEFabcdef012345g\xff ", 9)
		fmt.Printf("%q ", text)
		fmt.Println(hex.DecodeString(string(text)))
		for _, n := range []int{1, 3} {
			all, err := io.ReadAll(hex.NewDecoder(&pieces{text, n, io.EOF}))
			fmt.Println(all, err)
		}
		fmt.Print(hex.Dump(b))
	}
	for _, n := range []int{0, 1, 7, 8, 9, 15, 16, 17, 33} {
		fmt.Print(hex.Dump([]byte(strings.Repeat("az~\x7f", 10))[:n]))
	}
	var out bytes.Buffer
	d := hex.Dumper(&out)
	for i := 0; i < 30; i++ {
		fmt.Fprint(d, i, " ")
	}
	fmt.Println(d.Close(), d.Close())
	fmt.Println(d.Write([]byte("x")))
	fmt.Print(out.String())
	e := hex.NewEncoder(&out)
	out.Reset()
	n, err := e.Write(bytes.Repeat([]byte("abcdefg"), 300))
	fmt.Println(n, err, out.Len(), out.String()[1000:1100])
	for left := 0; left < 100; left += 7 {
		d := hex.Dumper(&narrow{left})
		fmt.Print(d.Write([]byte("123456789012345678")))
		fmt.Print(" ", d.Close(), " ")
		e := hex.NewEncoder(&narrow{left})
		fmt.Print(e.Write([]byte("1234567890123456789012345678901234567890")))
		fmt.Println(e.Write([]byte("x")))
	}
	long := hex.NewDecoder(&pieces{[]byte(strings.Repeat("61", 2000)), 999, errors.New("torn")})
	all, err := io.ReadAll(long)
	fmt.Println(len(all), err)
	fmt.Println(hex.EncodedLen(5), hex.DecodedLen(11), hex.ErrLength, hex.InvalidByteError('z'), hex.InvalidByteError(0))
	caught("Encode", func() { hex.Encode(make([]byte, 3), []byte("abc")) })
	caught("Encode 1", func() { hex.Encode(make([]byte, 2), []byte("abc")) })
	caught("Decode", func() { hex.Decode(make([]byte, 1), []byte("616263")) })
	var bad hex.InvalidByteError
	_, err = hex.DecodeString("6x")
	fmt.Println(errors.As(err, &bad), bad, byte(bad))
	fmt.Printf("%T %T %T\n", e, d, long)
}

func base64s(r *rand.Rand) {
	for i, enc := range encodings {
		for j := 0; j < 10; j++ {
			b := bytesOf(r, 30)
			s := enc.EncodeToString(b)
			back, err := enc.DecodeString(s)
			fmt.Println(i, s, bytes.Equal(b, back), err, enc.EncodedLen(j), enc.DecodedLen(j))
			fmt.Printf("%s ", enc.AppendEncode([]byte("x"), b))
			fmt.Println(enc.AppendDecode([]byte("y"), []byte(s)))
			text := random(r, "ABCDEFwxyz0189AQgw+/-_==*\n\r!", 14)
			if j%2 == 0 && len(s) > 0 {
				text = []byte(s)
				text[r.Intn(len(text))] = "=\n!A"[r.Intn(4)]
			}
			fmt.Printf("%q ", text)
			fmt.Println(enc.DecodeString(string(text)))
			caught("AppendDecode", func() { fmt.Println(enc.AppendDecode(nil, text)) })
			for _, n := range []int{1, 3, 100} {
				all, err := io.ReadAll(base64.NewDecoder(enc, &pieces{text, n, io.EOF}))
				fmt.Println(all, err)
			}
			d := base64.NewDecoder(enc, &pieces{text, 2, io.ErrClosedPipe})
			small := make([]byte, 2)
			for k := 0; k < 6; k++ {
				n, err := d.Read(small[:r.Intn(3)])
				fmt.Print(small[:n], err, " ")
			}
			fmt.Println()
			var out bytes.Buffer
			e := base64.NewEncoder(enc, &out)
			for rest := b; len(rest) > 0; {
				n := min(1+r.Intn(5), len(rest))
				m, err := e.Write(rest[:n])
				fmt.Print(m, err, " ")
				rest = rest[n:]
			}
			fmt.Println(e.Close(), out.String() == s)
			ne := base64.NewEncoder(enc, &narrow{r.Intn(12)})
			fmt.Print(ne.Write(b))
			fmt.Print(ne.Write(b[:len(b)/2]))
			fmt.Println(ne.Close())
		}
	}
	long := bytes.Repeat([]byte("some bytes\n"), 500)
	var out bytes.Buffer
	e := base64.NewEncoder(base64.StdEncoding, &out)
	n, err := e.Write(long)
	fmt.Println(n, err, e.Close(), out.Len())
	d := base64.NewDecoder(base64.StdEncoding, &out)
	all, err := io.ReadAll(d)
	fmt.Println(bytes.Equal(all, long), err)
	caught("length", func() { base64.NewEncoding("abc") })
	alphabet := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	caught("newline", func() { base64.NewEncoding(alphabet + "\n+") })
	caught("twice", func() { base64.NewEncoding(alphabet + "++") })
	caught("both", func() { base64.NewEncoding("AA" + alphabet[2:] + "\r+") })
	for _, pad := range []rune{'\n', 'A', -2, 256, 255, -1, 0} {
		caught(fmt.Sprint("padding ", pad), func() { fmt.Printf("%q\n", base64.URLEncoding.WithPadding(pad).EncodeToString([]byte("a"))) })
	}
	for n := 0; n < 8; n++ {
		caught("Encode", func() { base64.StdEncoding.Encode(make([]byte, n), []byte("abcde")) })
		caught("Decode", func() { fmt.Println(base64.StdEncoding.Decode(make([]byte, n), []byte("YWJjZGVmZ2hp"))) })
		caught("Decode", func() { fmt.Println(base64.StdEncoding.Decode(make([]byte, n), []byte("YWJjZGVmZw=="))) })
	}
	fmt.Printf("%T %T %v %c\n", e, d, base64.CorruptInputError(7), base64.StdPadding)
}

func main() {
	r := rand.New(rand.NewSource(11))
	words(r)
	hexes(r)
	base64s(r)
}
