// Package time in the machine's virtual time.
package time

import "errors"

type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1e3 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1e6 }

// Seconds and its like split off the whole part first: more digits survive in a float64.
func (d Duration) Seconds() float64 { return float64(d/Second) + float64(d%Second)/1e9 }
func (d Duration) Minutes() float64 { return float64(d/Minute) + float64(d%Minute)/(60*1e9) }
func (d Duration) Hours() float64   { return float64(d/Hour) + float64(d%Hour)/(60*60*1e9) }

func (d Duration) Abs() Duration {
	switch {
	case d >= 0:
		return d
	case d == -1<<63:
		return 1<<63 - 1
	}
	return -d
}

func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}

func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		r = -r
		if r+r < m {
			return d + r
		}
		if d1 := d - m + r; d1 < d {
			return d1
		}
		return -1 << 63
	}
	if r+r < m {
		return d - r
	}
	if d1 := d + m - r; d1 > d {
		return d1
	}
	return 1<<63 - 1
}

// String is "1h15m30.918s"; "0s" for zero; units down to ns for less than a second.
func (d Duration) String() string {
	var buf [32]byte
	w := len(buf)
	u := uint64(d)
	neg := d < 0
	if neg {
		u = -u
	}
	if u < uint64(Second) {
		var digits int
		w--
		buf[w] = 's'
		w--
		switch {
		case u == 0:
			w--
			copy(buf[w:], "0s")
			return string(buf[w:])
		case u < uint64(Microsecond):
			buf[w] = 'n'
		case u < uint64(Millisecond):
			digits = 3
			w--
			copy(buf[w:], "µ")
		default:
			digits = 6
			buf[w] = 'm'
		}
		w, u = fraction(buf[:w], u, digits)
		w = whole(buf[:w], u)
	} else {
		w--
		buf[w] = 's'
		w, u = fraction(buf[:w], u, 9)
		w = whole(buf[:w], u%60)
		u /= 60
		if u > 0 {
			w--
			buf[w] = 'm'
			w = whole(buf[:w], u%60)
			u /= 60
			if u > 0 {
				w--
				buf[w] = 'h'
				w = whole(buf[:w], u)
			}
		}
	}
	if neg {
		w--
		buf[w] = '-'
	}
	return string(buf[w:])
}

// fraction writes the last `digits` decimal digits of v behind a point, without trailing zeros, at the end of buf.
func fraction(buf []byte, v uint64, digits int) (int, uint64) {
	w := len(buf)
	print := false
	for i := 0; i < digits; i++ {
		digit := v % 10
		print = print || digit != 0
		if print {
			w--
			buf[w] = byte(digit) + '0'
		}
		v /= 10
	}
	if print {
		w--
		buf[w] = '.'
	}
	return w, v
}

func whole(buf []byte, v uint64) int {
	w := len(buf)
	if v == 0 {
		w--
		buf[w] = '0'
	}
	for v > 0 {
		w--
		buf[w] = byte(v%10) + '0'
		v /= 10
	}
	return w
}

type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December"}

func (m Month) String() string {
	if January <= m && m <= December {
		return monthNames[m-1]
	}
	return "%!Month(" + itoa(int(m)) + ")"
}

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var dayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (d Weekday) String() string {
	if Sunday <= d && d <= Saturday {
		return dayNames[d]
	}
	return "%!Weekday(" + itoa(int(d)) + ")"
}

func itoa(n int) string {
	var buf [20]byte
	w := whole(buf[:], uint64(n))
	return string(buf[w:])
}

// A Location is a time zone; the machine knows UTC alone.
type Location struct {
	name string
}

var utc = Location{"UTC"}

var (
	UTC   *Location = &utc
	Local *Location = &utc
)

func (l *Location) String() string { return l.name }

// A Time has the size and shape of Go's: wall is nanoseconds within the second, ext seconds since year 1.
type Time struct {
	wall uint64
	ext  int64
	loc  *Location
}

// Seconds from year 1 to 1970.
const unixToInternal int64 = (1969*365 + 1969/4 - 1969/100 + 1969/400) * 86400

// now is the virtual clock: seconds since 1970, nanoseconds.
func now() (sec int64, nsec int32)

func Now() Time {
	sec, nsec := now()
	return Time{uint64(nsec), sec + unixToInternal, Local}
}

func Unix(sec int64, nsec int64) Time {
	sec += nsec / 1e9
	nsec %= 1e9
	if nsec < 0 {
		nsec += 1e9
		sec--
	}
	return Time{uint64(nsec), sec + unixToInternal, Local}
}

func UnixMilli(msec int64) Time { return Unix(msec/1e3, msec%1e3*1e6) }

func Since(t Time) Duration { return Now().Sub(t) }
func Until(t Time) Duration { return t.Sub(Now()) }

func (t Time) nsec() int64           { return int64(t.wall) }
func (t Time) IsZero() bool          { return t.ext == 0 && t.wall == 0 }
func (t Time) Nanosecond() int       { return int(t.wall) }
func (t Time) Unix() int64           { return t.ext - unixToInternal }
func (t Time) UnixNano() int64       { return t.Unix()*1e9 + t.nsec() }
func (t Time) UnixMicro() int64      { return t.Unix()*1e6 + t.nsec()/1e3 }
func (t Time) UnixMilli() int64      { return t.Unix()*1e3 + t.nsec()/1e6 }
func (t Time) UTC() Time             { return Time{t.wall, t.ext, UTC} }
func (t Time) Local() Time           { return Time{t.wall, t.ext, Local} }
func (t Time) In(loc *Location) Time { return Time{t.wall, t.ext, loc} }
func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

func (t Time) After(u Time) bool  { return t.ext > u.ext || t.ext == u.ext && t.wall > u.wall }
func (t Time) Before(u Time) bool { return t.ext < u.ext || t.ext == u.ext && t.wall < u.wall }
func (t Time) Equal(u Time) bool  { return t.ext == u.ext && t.wall == u.wall }

func (t Time) Compare(u Time) int {
	switch {
	case t.Before(u):
		return -1
	case t.After(u):
		return 1
	}
	return 0
}

func (t Time) Add(d Duration) Time {
	sec := int64(d / 1e9)
	nsec := t.nsec() + int64(d%1e9)
	if nsec >= 1e9 {
		sec++
		nsec -= 1e9
	} else if nsec < 0 {
		sec--
		nsec += 1e9
	}
	return Time{uint64(nsec), t.ext + sec, t.loc}
}

func (t Time) Sub(u Time) Duration {
	d := Duration(t.ext-u.ext)*Second + Duration(t.nsec()-u.nsec())
	switch {
	case u.Add(d).Equal(t):
		return d
	case t.Before(u):
		return -1 << 63
	}
	return 1<<63 - 1
}

func (t Time) Truncate(d Duration) Time {
	if d <= 0 {
		return t
	}
	return t.Add(-Duration((t.ext%int64(d)*1e9%int64(d) + t.nsec()) % int64(d)))
}

func (t Time) Hour() int        { return int(t.ext%86400) / 3600 }
func (t Time) Minute() int      { return int(t.ext%3600) / 60 }
func (t Time) Second() int      { return int(t.ext % 60) }
func (t Time) Weekday() Weekday { return Weekday((t.ext/86400 + 1) % 7) }

func (t Time) Clock() (hour, min, sec int) { return t.Hour(), t.Minute(), t.Second() }

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(m Month, year int) int {
	switch m {
	case April, June, September, November:
		return 30
	case February:
		if leap(year) {
			return 29
		}
		return 28
	}
	return 31
}

func (t Time) Date() (year int, month Month, day int) {
	days := int(t.ext / 86400)
	year = 1 + days/146097*400
	days %= 146097
	for {
		n := 365
		if leap(year) {
			n = 366
		}
		if days < n {
			break
		}
		days -= n
		year++
	}
	month = January
	for days >= daysIn(month, year) {
		days -= daysIn(month, year)
		month++
	}
	return year, month, days + 1
}

func (t Time) Year() int {
	year, _, _ := t.Date()
	return year
}

func (t Time) Month() Month {
	_, month, _ := t.Date()
	return month
}

func (t Time) Day() int {
	_, _, day := t.Date()
	return day
}

func (t Time) YearDay() int {
	year, month, day := t.Date()
	for m := January; m < month; m++ {
		day += daysIn(m, year)
	}
	return day
}

// Date is the time at these parts, which may be out of their usual range.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	m := int(month) - 1
	year += m / 12
	m %= 12
	if m < 0 {
		m += 12
		year--
	}
	y := year - 1
	days := y*365 + y/4 - y/100 + y/400
	for i := January; i <= Month(m); i++ {
		days += daysIn(i, year)
	}
	t := Time{0, int64(days+day-1)*86400 + int64(hour)*3600 + int64(min)*60 + int64(sec), loc}
	return t.Add(Duration(nsec))
}

const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

func (t Time) String() string { return t.Format("2006-01-02 15:04:05.999999999 -0700 MST") }

func (t Time) Format(layout string) string {
	var room [64]byte
	b := room[:0]
	if n := len(layout) + 10; n >= len(room) {
		b = make([]byte, 0, n)
	}
	return string(t.AppendFormat(b, layout))
}

// layoutWords are the parts that a layout may have, longer ones before their beginnings.
var layoutWords = [...]string{"January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00", "-0700", "-07", "Z07:00", "Z0700",
	"002", "01", "02", "03", "04", "05", "06", "15", "PM", "pm", "__2", "_2", "1", "2", "3", "4", "5"}

func pad(b []byte, n, width int) []byte {
	var buf [20]byte
	w := whole(buf[:], uint64(n))
	for i := len(buf) - w; i < width; i++ {
		b = append(b, '0')
	}
	return append(b, buf[w:]...)
}

func (t Time) AppendFormat(b []byte, layout string) []byte {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	hour12 := hour % 12
	if hour12 == 0 {
		hour12 = 12
	}
	for len(layout) > 0 {
		word := ""
		for _, w := range layoutWords {
			if len(layout) >= len(w) && layout[:len(w)] == w {
				word = w
				break
			}
		}
		switch word {
		case "":
			if n, drop := fractionLayout(layout); n > 0 {
				b = appendFraction(b, layout[0], t.Nanosecond(), n, drop)
				layout = layout[n+1:]
				continue
			}
			b = append(b, layout[0])
			layout = layout[1:]
			continue
		case "January":
			b = append(b, month.String()...)
		case "Jan":
			b = append(b, month.String()[:3]...)
		case "Monday":
			b = append(b, t.Weekday().String()...)
		case "Mon":
			b = append(b, t.Weekday().String()[:3]...)
		case "MST":
			b = append(b, "UTC"...)
		case "2006":
			b = pad(b, year, 4)
		case "06":
			b = pad(b, year%100, 2)
		case "-07:00":
			b = append(b, "+00:00"...)
		case "-0700":
			b = append(b, "+0000"...)
		case "-07":
			b = append(b, "+00"...)
		case "Z07:00", "Z0700":
			b = append(b, 'Z')
		case "002":
			b = pad(b, t.YearDay(), 3)
		case "__2":
			day := t.YearDay()
			for most := 100; most > day && most > 1; most /= 10 {
				b = append(b, ' ')
			}
			b = pad(b, day, 0)
		case "01":
			b = pad(b, int(month), 2)
		case "1":
			b = pad(b, int(month), 0)
		case "02":
			b = pad(b, day, 2)
		case "_2":
			if day < 10 {
				b = append(b, ' ')
			}
			b = pad(b, day, 0)
		case "2":
			b = pad(b, day, 0)
		case "03":
			b = pad(b, hour12, 2)
		case "3":
			b = pad(b, hour12, 0)
		case "15":
			b = pad(b, hour, 2)
		case "04":
			b = pad(b, min, 2)
		case "4":
			b = pad(b, min, 0)
		case "05":
			b = pad(b, sec, 2)
		case "5":
			b = pad(b, sec, 0)
		case "PM", "pm":
			half := "AM"
			if hour >= 12 {
				half = "PM"
			}
			if word == "pm" {
				half = half[:1] + "m"
			}
			b = append(b, half...)
		}
		layout = layout[len(word):]
	}
	return b
}

// fractionLayout: ".000" or ".999" and how many digits; with nines, trailing zeros are dropped.
func fractionLayout(layout string) (n int, drop bool) {
	if len(layout) < 2 || layout[0] != '.' && layout[0] != ',' || layout[1] != '0' && layout[1] != '9' {
		return 0, false
	}
	n = 1
	for n+1 < len(layout) && layout[n+1] == layout[1] {
		n++
	}
	if n+1 < len(layout) && '0' <= layout[n+1] && layout[n+1] <= '9' {
		return 0, false
	}
	return n, layout[1] == '9'
}

func appendFraction(b []byte, point byte, nsec, n int, drop bool) []byte {
	var room [20]byte
	digits := pad(room[:0], nsec, 9)
	if n < len(digits) {
		digits = digits[:n]
	}
	if drop {
		for len(digits) > 0 && digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		if len(digits) == 0 {
			return b
		}
	}
	b = append(b, point)
	return append(b, digits...)
}

// quote is for the texts of errors.
func quote(s string) string {
	buf := make([]byte, 1, len(s)+2)
	buf[0] = '"'
	for i, c := range s {
		if c == '"' || c == '\\' {
			buf = append(buf, '\\', byte(c))
		} else if c >= ' ' && c < 0x80 {
			buf = append(buf, byte(c))
		} else {
			size := 1
			for i+size < len(s) && s[i+size]&0xc0 == 0x80 {
				size++
			}
			for j := i; j < i+size; j++ {
				buf = append(buf, '\\', 'x', "0123456789abcdef"[s[j]>>4], "0123456789abcdef"[s[j]&15])
			}
		}
	}
	return string(append(buf, '"'))
}

// ParseDuration reads "1h15m30.5s".
func ParseDuration(s string) (Duration, error) {
	orig := s
	neg := false
	var d float64
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return 0, errors.New("time: invalid duration " + quote(orig))
	}
	for s != "" {
		var value, scale float64 = 0, 1
		point, digits := false, 0
		for s != "" && (s[0] == '.' || '0' <= s[0] && s[0] <= '9') {
			if s[0] == '.' {
				point = true
			} else {
				value = value*10 + float64(s[0]-'0')
				digits++
				if point {
					scale *= 10
				}
			}
			s = s[1:]
		}
		i := 0
		for i < len(s) && s[i] != '.' && (s[i] < '0' || s[i] > '9') {
			i++
		}
		unit := s[:i]
		s = s[i:]
		if digits == 0 {
			return 0, errors.New("time: invalid duration " + quote(orig))
		}
		if unit == "" {
			return 0, errors.New("time: missing unit in duration " + quote(orig))
		}
		var factor Duration
		switch unit {
		case "ns":
			factor = Nanosecond
		case "us", "µs", "μs":
			factor = Microsecond
		case "ms":
			factor = Millisecond
		case "s":
			factor = Second
		case "m":
			factor = Minute
		case "h":
			factor = Hour
		default:
			return 0, errors.New("time: unknown unit " + quote(unit) + " in duration " + quote(orig))
		}
		d += value / scale * float64(factor)
	}
	if neg {
		d = -d
	}
	return Duration(d), nil
}

func Sleep(d Duration)

// runtimeTimer has the size of the runtime's. seq 0: at `when` the time is sent to the channel in arg unless it is full;
// seq 1: the func() in arg is called in a goroutine of its own.
type runtimeTimer struct {
	pp       uintptr
	when     int64
	period   int64
	f        func(any, uintptr)
	arg      any
	seq      uintptr
	nextwhen int64
	status   uint32
}

// nanotime is the virtual clock in nanoseconds since the start.
func nanotime() int64
func startTimer(t *runtimeTimer)
func stopTimer(t *runtimeTimer) bool
func resetTimer(t *runtimeTimer, when, period int64) bool

func when(d Duration) int64 {
	if d <= 0 {
		return nanotime()
	}
	t := nanotime() + int64(d)
	if t < 0 {
		t = 1<<63 - 1
	}
	return t
}

type Timer struct {
	C <-chan Time
	r runtimeTimer
}

func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, r: runtimeTimer{when: when(d), arg: c}}
	startTimer(&t.r)
	return t
}

func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{r: runtimeTimer{when: when(d), arg: f, seq: 1}}
	startTimer(&t.r)
	return t
}

func After(d Duration) <-chan Time { return NewTimer(d).C }

func (t *Timer) Stop() bool            { return stopTimer(&t.r) }
func (t *Timer) Reset(d Duration) bool { return resetTimer(&t.r, when(d), 0) }

type Ticker struct {
	C <-chan Time
	r runtimeTimer
}

func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c, r: runtimeTimer{when: when(d), period: int64(d), arg: c}}
	startTimer(&t.r)
	return t
}

func (t *Ticker) Stop() { stopTimer(&t.r) }

func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	resetTimer(&t.r, when(d), int64(d))
}

func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
