// Package time in the machine's virtual time.
package time

import (
	"errors"
	"internal/native"
)

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
		if uint64(r)+uint64(r) < uint64(m) {
			return d + r
		}
		if d1 := d - m + r; d1 < d {
			return d1
		}
		return -1 << 63
	}
	if uint64(r)+uint64(r) < uint64(m) {
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
			buf[w] = '0'
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
	return outside("Month", int(m))
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
	return outside("Weekday", int(d))
}

// outside is the text of a number that is none of the type's.
func outside(typ string, n int) string {
	var buf [20]byte
	w := whole(buf[:], uint64(n))
	return "%!" + typ + "(" + string(buf[w:]) + ")"
}

// A Location is a time zone of one offset; the machine itself lives in UTC. Its fields are Go's.
type Location struct {
	name       string
	zone       []zone
	tx         []zoneTrans
	extend     string
	cacheStart int64
	cacheEnd   int64
	cacheZone  *zone
}

type zone struct {
	name   string
	offset int
	isDST  bool
}

type zoneTrans struct {
	when         int64
	index        uint8
	isstd, isutc bool
}

var utc, local = Location{name: "UTC"}, Location{name: "Local"}

// FixedZone is the zone that lies offset seconds east of UTC.
func FixedZone(name string, offset int) *Location {
	if hours := offset / 3600; name == "" && offset%3600 == 0 && -12 <= hours && hours <= 14 {
		if hourZones == nil {
			hourZones = make([]*Location, 14+12+1)
			for i := range hourZones {
				hourZones[i] = newZone("", (i-12)*3600)
			}
		}
		return hourZones[hours+12]
	}
	return newZone(name, offset)
}

// hourZones are those without a name, made all at once.
var hourZones []*Location

func newZone(name string, offset int) *Location {
	l := &Location{name: name, zone: []zone{{name, offset, false}}, tx: []zoneTrans{{-1 << 63, 0, false, false}},
		cacheStart: -1 << 63, cacheEnd: 1<<63 - 1}
	l.cacheZone = &l.zone[0]
	return l
}

func (l *Location) offset() int64 {
	if l == nil || len(l.zone) == 0 {
		return 0
	}
	return int64(l.zone[0].offset)
}

var (
	UTC   *Location = &utc
	Local *Location = &local
)

func (l *Location) String() string { return l.name }

// A Time is Go's, bit for bit. Without a reading of the monotonic clock, wall is nanoseconds within the second and ext
// seconds since year 1. With one, ext is the reading, and wall has hasMonotonic, 33 bits of seconds since 1885 and 30 of
// nanoseconds. loc is nil for UTC.
type Time struct {
	wall uint64
	ext  int64
	loc  *Location
}

const (
	hasMonotonic = 1 << 63
	nsecShift    = 30
	maxWallSec   = 1<<33 - 1

	// Seconds from year 1 to 1970 and to 1885.
	unixToInternal int64 = (1969*365 + 1969/4 - 1969/100 + 1969/400) * 86400
	wallToInternal int64 = (1884*365 + 1884/4 - 1884/100 + 1884/400) * 86400
)

// now is the virtual clock: seconds since 1970, nanoseconds; and what the monotonic clock reads.
func now() (sec int64, nsec int32, mono int64)

func Now() Time {
	sec, nsec, mono := now()
	return Time{withReading(sec+unixToInternal, int64(nsec)), mono, Local}
}

// withReading is the wall of a time with a reading, at sec seconds since year 1.
func withReading(sec, nsec int64) uint64 {
	return hasMonotonic | uint64(sec-wallToInternal)<<nsecShift | uint64(nsec)
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
func UnixMicro(usec int64) Time { return Unix(usec/1e6, usec%1e6*1e3) }

func Since(t Time) Duration {
	if t.hasReading() {
		return between(reading(), t.ext)
	}
	return Now().Sub(t)
}

func Until(t Time) Duration {
	if t.hasReading() {
		return between(t.ext, reading())
	}
	return t.Sub(Now())
}

// reading is what the monotonic clock reads: 1 at the start.
func reading() int64 { return nanotime() + 1 }

// between is a - b, as far as a Duration goes.
func between(a, b int64) Duration {
	d := a - b
	switch {
	case d < 0 && a > b:
		return 1<<63 - 1
	case d > 0 && a < b:
		return -1 << 63
	}
	return Duration(d)
}

func (t Time) hasReading() bool { return t.wall&hasMonotonic != 0 }

// sec is seconds since year 1.
func (t Time) sec() int64 {
	if t.hasReading() {
		return wallToInternal + int64(t.wall<<1>>(nsecShift+1))
	}
	return t.ext
}

func (t Time) nsec() int64 { return int64(t.wall & (1<<nsecShift - 1)) }

// at is t without its reading, in loc.
func (t Time) at(loc *Location) Time { return Time{uint64(t.nsec()), t.sec(), loc} }

func (t Time) IsZero() bool     { return t.sec() == 0 && t.nsec() == 0 }
func (t Time) Nanosecond() int  { return int(t.nsec()) }
func (t Time) Unix() int64      { return t.sec() - unixToInternal }
func (t Time) UnixNano() int64  { return t.Unix()*1e9 + t.nsec() }
func (t Time) UnixMicro() int64 { return t.Unix()*1e6 + t.nsec()/1e3 }
func (t Time) UnixMilli() int64 { return t.Unix()*1e3 + t.nsec()/1e6 }
func (t Time) UTC() Time        { return t.at(nil) }
func (t Time) Local() Time      { return t.at(Local) }

func (t Time) In(loc *Location) Time {
	switch loc {
	case nil:
		panic("time: missing Location in call to Time.In")
	case &utc:
		loc = nil
	}
	return t.at(loc)
}

func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

func (t Time) After(u Time) bool  { return t.Compare(u) > 0 }
func (t Time) Before(u Time) bool { return t.Compare(u) < 0 }
func (t Time) Equal(u Time) bool  { return t.Compare(u) == 0 }

// Compare is by the readings if both have one.
func (t Time) Compare(u Time) int {
	if t.wall&u.wall&hasMonotonic != 0 {
		return order(t.ext, u.ext)
	}
	if ts, us := t.sec(), u.sec(); ts != us {
		return order(ts, us)
	}
	return order(t.nsec(), u.nsec())
}

func order(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Add moves the reading along, as long as both fit.
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
	if t.hasReading() {
		wall, mono := t.sec()+sec, t.ext+int64(d)
		if wall >= wallToInternal && wall <= wallToInternal+maxWallSec && (d >= 0) == (mono >= t.ext) {
			return Time{withReading(wall, nsec), mono, t.loc}
		}
	}
	return Time{uint64(nsec), addSeconds(t.sec(), sec), t.loc}
}

// addSeconds ends at the last second that there is.
func addSeconds(t, d int64) int64 {
	sum := t + d
	switch {
	case d > 0 && sum < t:
		return 1<<63 - 1
	case d < 0 && sum > t:
		return -(1<<63 - 1)
	}
	return sum
}

func (t Time) Sub(u Time) Duration {
	if t.wall&u.wall&hasMonotonic != 0 {
		return between(t.ext, u.ext)
	}
	d := Duration(t.sec()-u.sec())*Second + Duration(t.nsec()-u.nsec())
	switch {
	case u.Add(d).Equal(t):
		return d
	case t.Before(u):
		return -1 << 63
	}
	return 1<<63 - 1
}

// beyond is how far t, which has no reading, lies behind the last multiple of d since year 1.
func (t Time) beyond(d Duration) Duration {
	if d%Second == 0 {
		return Duration(floorMod(t.ext, int64(d/Second)))*Second + Duration(t.nsec())
	}
	// The seconds in nanoseconds, modulo d, bit by bit: they may be more than 64 bits hold.
	rest, by := uint64(0), uint64(floorMod(t.ext, int64(d)))
	for times := uint64(1e9); times > 0; times >>= 1 {
		if times&1 != 0 {
			rest = (rest + by) % uint64(d)
		}
		by = by * 2 % uint64(d)
	}
	return Duration((rest + t.wall) % uint64(d))
}

func floorMod(a, b int64) int64 { return (a%b + b) % b }

func (t Time) Truncate(d Duration) Time {
	t = t.at(t.loc)
	if d <= 0 {
		return t
	}
	return t.Add(-t.beyond(d))
}

// Round is to the nearest multiple of d since year 1, up if halfway.
func (t Time) Round(d Duration) Time {
	t = t.at(t.loc)
	if d <= 0 {
		return t
	}
	if rest := t.beyond(d); rest < d-rest {
		return t.Add(-rest)
	} else {
		return t.Add(d - rest)
	}
}

// Years before the first are counted from this many cycles of the calendar earlier.
const (
	cycles       = 1 << 16
	cycleYears   = 400
	cycleDays    = 146097
	cycleSeconds = cycleDays * 86400
)

// there is the zone's own clock: seconds since year 1 - cycles*cycleYears, which are not negative.
func (t Time) there() int64 { return t.sec() + t.loc.offset() + cycles*cycleSeconds }

func (t Time) Hour() int        { return int(t.there()%86400) / 3600 }
func (t Time) Minute() int      { return int(t.there()%3600) / 60 }
func (t Time) Second() int      { return int(t.there() % 60) }
func (t Time) Weekday() Weekday { return Weekday((t.there()/86400 + 1) % 7) }
func (t Time) IsDST() bool      { return false }

func (t Time) Zone() (name string, offset int) {
	l := t.Location()
	if l == &local {
		l = &utc
	}
	return l.name, int(l.offset())
}

// ISOWeek: a week belongs to the year that its Thursday lies in.
func (t Time) ISOWeek() (year, week int) {
	thursday := t.Add(Duration(Thursday-(t.Weekday()+6)%7-1) * 24 * Hour)
	return thursday.Year(), (thursday.YearDay()-1)/7 + 1
}

// AddDate counts in the calendar: October 31 and one month is December 1.
func (t Time) AddDate(years int, months int, days int) Time {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	return Date(year+years, month+Month(months), day+days, hour, min, sec, t.Nanosecond(), t.Location())
}

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
	days := int(t.there() / 86400)
	year = 1 + (days/cycleDays-cycles)*cycleYears
	days %= cycleDays
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
	y := year - 1 + cycles*cycleYears
	days := y*365 + y/4 - y/100 + y/400 - cycles*cycleDays
	for i := January; i <= Month(m); i++ {
		days += daysIn(i, year)
	}
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	t := Time{0, int64(days+day-1)*86400 + int64(hour)*3600 + int64(min)*60 + int64(sec) - loc.offset(), nil}
	return t.In(loc).Add(Duration(nsec))
}

const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

// String has the reading behind it, in seconds.
func (t Time) String() string {
	s := t.Format("2006-01-02 15:04:05.999999999 -0700 MST")
	if !t.hasReading() {
		return s
	}
	sign, mono := byte('+'), uint64(t.ext)
	if t.ext < 0 {
		sign, mono = '-', -mono
	}
	b := append(make([]byte, 0, 24), " m="...)
	b = append(pad(append(b, sign), int(mono/1e9), 0), '.')
	s += string(pad(b, int(mono%1e9), 9))
	return s
}

// GoString is the call of Date that makes the time.
func (t Time) GoString() string {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	b := append(make([]byte, 0, 70), "time.Date("...)
	b = append(pad(b, year, 0), ", time."...)
	b = append(b, month.String()...)
	for _, n := range [...]int{day, hour, min, sec, t.Nanosecond()} {
		b = pad(append(b, ", "...), n, 0)
	}
	switch loc := t.Location(); loc {
	case UTC:
		b = append(b, ", time.UTC)"...)
	case Local:
		b = append(b, ", time.Local)"...)
	default:
		b = append(b, ", time.Location("...)
		b = append(b, quote(loc.name)...)
		b = append(b, "))"...)
	}
	return string(b)
}

func (t Time) Format(layout string) string {
	var room [64]byte
	b := room[:0]
	if n := len(layout) + 10; n >= len(room) {
		b = make([]byte, 0, n)
	}
	return string(t.AppendFormat(b, layout))
}

// layoutWords are the parts that a layout may have, longer ones before their beginnings.
var layoutWords = [...]string{
	"January", "Jan", "Monday", "Mon", "MST", "2006", "-070000", "-07:00:00", "-0700", "-07:00", "-07", "Z070000",
	"Z07:00:00", "Z0700", "Z07:00", "Z07", "002", "01", "02", "03", "04", "05", "06", "15", "PM", "pm", "__2",
	"_2", "1", "2", "3", "4", "5",
}

func pad(b []byte, n, width int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	var buf [20]byte
	w := whole(buf[:], uint64(n))
	for i := len(buf) - w; i < width; i++ {
		b = append(b, '0')
	}
	return append(b, buf[w:]...)
}

// layoutWord is the part that the layout begins with; "": none.
func layoutWord(layout string) string {
	for _, w := range layoutWords {
		if len(layout) < len(w) || layout[:len(w)] != w {
			continue
		}
		// Jan and Mon inside a longer word are text, and so is the line before a year.
		if len(w) == 3 && w[1] >= 'a' && len(layout) > 3 && 'a' <= layout[3] && layout[3] <= 'z' {
			continue
		}
		if w == "_2" && len(layout) >= 5 && layout[1:5] == "2006" {
			return ""
		}
		return w
	}
	return ""
}

// appendZone writes an offset as a layout's word says: +hh, +hhmm, +hhmmss, with colons or without, or Z for none.
func appendZone(b []byte, offset int, word string) []byte {
	if word[0] == 'Z' && offset == 0 {
		return append(b, 'Z')
	}
	sign := byte('+')
	if offset <= -60 {
		sign, offset = '-', -offset
	}
	b = pad(append(b, sign), offset/3600, 2)
	parts := [...]int{offset % 3600 / 60, offset % 60}
	for i, colon := range zoneColons(word) {
		if colon {
			b = append(b, ':')
		}
		b = pad(b, parts[i], 2)
	}
	return b
}

// zoneColons tells of the parts behind the hours of a layout's zone whether a colon stands before them.
func zoneColons(word string) []bool {
	switch len(word) {
	case len("-07"):
		return nil
	case len("-0700"):
		return withoutColon[:1]
	case len("-07:00"):
		return withColon[:1]
	case len("-070000"):
		return withoutColon
	}
	return withColon
}

var withColon, withoutColon = []bool{true, true}, []bool{false, false}

func (t Time) AppendFormat(b []byte, layout string) []byte {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	hour12 := hour % 12
	if hour12 == 0 {
		hour12 = 12
	}
	for len(layout) > 0 {
		word := layoutWord(layout)
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
			if name, offset := t.Zone(); name != "" {
				b = append(b, name...)
			} else {
				b = appendZone(b, offset, "-0700")
			}
		case "2006":
			b = pad(b, year, 4)
		case "06":
			b = pad(b, max(year, -year)%100, 2)
		case "-070000", "-07:00:00", "-0700", "-07:00", "-07", "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07":
			b = appendZone(b, int(t.loc.offset()), word)
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
				half = string([]byte{half[0] | 0x20, 'm'})
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

// ---- reading ----

type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

func (e *ParseError) Error() string {
	if e.Message != "" {
		return "parsing time " + quote(e.Value) + e.Message
	}
	return "parsing time " + quote(e.Value) + " as " + quote(e.Layout) + ": cannot parse " + quote(e.ValueElem) + " as " +
		quote(e.LayoutElem)
}

// parseError keeps copies of what it quotes.
func parseError(layout, value, word, text, message string) *ParseError {
	return &ParseError{layout, string([]byte(value)), word, string([]byte(text)), message}
}

// parts is what was read of a time so far.
type parts struct {
	value                     string // what is left
	year, month, day, yearDay int    // -1: not told, of all but the year
	hour, min, sec, nsec      int
	pm, am, utc, zoned        bool
	offset                    int
	zone                      string
	outside                   string // which part is out of its range
}

func digits(s string) (n int) {
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// number takes least to most digits, and notes if they are not from low to high.
func (p *parts) number(least, most, low, high int, what string) (n int, ok bool) {
	count := min(digits(p.value), most)
	if count < least {
		return 0, false
	}
	for i := 0; i < count; i++ {
		n = n*10 + int(p.value[i]-'0')
	}
	p.value = p.value[count:]
	if n < low || n > high {
		p.outside = what
	}
	return n, true
}

// take reads one of the words that name gives, shortened to size letters (0: whole), in letters of any size.
func (p *parts) take(count, size int, name func(i int) string) (n int, ok bool) {
	for i := 0; i < count; i++ {
		word := name(i)
		if size != 0 {
			word = word[:size]
		}
		if len(p.value) < len(word) {
			continue
		}
		same := true
		for j := 0; j < len(word) && same; j++ {
			same = p.value[j]|0x20 == word[j]|0x20
		}
		if same {
			p.value = p.value[len(word):]
			return i, true
		}
	}
	return 0, false
}

// text skips what the layout has between its parts; spaces stand for any number of them.
func (p *parts) text(s string) bool {
	for len(s) > 0 {
		if s[0] == ' ' {
			if len(p.value) > 0 && p.value[0] != ' ' {
				return false
			}
			for len(s) > 0 && s[0] == ' ' {
				s = s[1:]
			}
			for len(p.value) > 0 && p.value[0] == ' ' {
				p.value = p.value[1:]
			}
			continue
		}
		if len(p.value) == 0 || p.value[0] != s[0] {
			return false
		}
		s, p.value = s[1:], p.value[1:]
	}
	return true
}

// fraction reads digits behind a point; count 0: as many as there are.
func (p *parts) fraction(count int) bool {
	if len(p.value) < 1+count || len(p.value) < 2 || p.value[0] != '.' && p.value[0] != ',' {
		return false
	}
	n := digits(p.value[1:])
	if count > 1 && p.value[1] == '-' && digits(p.value[2:1+count]) == count-1 {
		p.value = p.value[1+count:]
		p.outside = "fractional second"
		return true
	}
	if n == 0 || n < count {
		return false
	}
	if count != 0 {
		n = count
	}
	p.nsec = 0
	for i := 0; i < 9; i++ {
		p.nsec *= 10
		if i < n {
			p.nsec += int(p.value[1+i] - '0')
		}
	}
	p.value = p.value[1+n:]
	return true
}

func (p *parts) readZone(word string) bool {
	if word[0] == 'Z' && len(word) <= len("Z07:00") && len(p.value) > 0 && p.value[0] == 'Z' {
		p.value = p.value[1:]
		p.utc = true
		return true
	}
	if len(p.value) < len(word) {
		return false
	}
	sign := p.value[0]
	p.value = p.value[1:]
	unit := 3600
	n, ok := p.number(2, 2, 0, 99, "")
	p.zoned, p.offset = true, n*unit
	for _, colon := range zoneColons(word) {
		if ok && colon {
			ok = p.text(":")
		}
		if ok {
			n, ok = p.number(2, 2, 0, 99, "")
		}
		unit /= 60
		p.offset += n * unit
	}
	if sign == '-' {
		p.offset = -p.offset
	}
	return ok && (sign == '-' || sign == '+')
}

// hours is the length of a signed number of at most 23; 0: there is none.
func hours(s string) int {
	if s == "" || s[0] != '-' && s[0] != '+' {
		return 0
	}
	n, rest, ok := leadingNumber(s[1:])
	if !ok || n > 23 || len(rest) == len(s)-1 {
		return 0
	}
	return len(s) - len(rest)
}

// zoneName is the length of the name of a time zone: three letters, more if it ends in T, some others; 0: there is
// none.
func zoneName(s string) int {
	if len(s) < 3 {
		return 0
	}
	if len(s) >= 4 && (s[:4] == "ChST" || s[:4] == "MeST") {
		return 4
	}
	if s[:3] == "GMT" {
		return 3 + hours(s[3:])
	}
	if s[0] == '+' || s[0] == '-' {
		return hours(s)
	}
	n := 0
	for n < len(s) && n < 6 && 'A' <= s[n] && s[n] <= 'Z' {
		n++
	}
	if n == 3 || (n == 4 || n == 5) && s[n-1] == 'T' || n == 4 && s[:4] == "WITA" {
		return n
	}
	return 0
}

func (p *parts) readZoneName() bool {
	if len(p.value) >= 3 && p.value[:3] == "UTC" {
		p.value = p.value[3:]
		p.utc = true
		return true
	}
	n := zoneName(p.value)
	p.zone = p.value[:n]
	p.value = p.value[n:]
	return n > 0
}

// read takes the part that the layout's word names.
func (p *parts) read(word, rest string) (ok bool) {
	least := 1
	if word[0] == '0' {
		least = 2
	}
	switch word {
	case "2006":
		p.year, ok = p.number(4, 4, 0, 9999, "")
	case "06":
		if p.year, ok = p.number(2, 2, 0, 99, ""); p.year >= 69 {
			p.year += 1900
		} else {
			p.year += 2000
		}
	case "January", "Jan":
		p.month, ok = p.take(12, len(word)%7, func(i int) string { return Month(i + 1).String() })
		p.month++
	case "Monday", "Mon":
		_, ok = p.take(7, len(word)%6, func(i int) string { return Weekday(i).String() })
	case "01", "1":
		p.month, ok = p.number(least, 2, 1, 12, "month")
	case "02", "_2", "2":
		if word == "_2" && len(p.value) > 0 && p.value[0] == ' ' {
			p.value = p.value[1:]
		}
		p.day, ok = p.number(least, 2, 0, 99, "")
	case "002", "__2":
		for i := 0; i < 2 && word == "__2" && len(p.value) > 0 && p.value[0] == ' '; i++ {
			p.value = p.value[1:]
		}
		if least == 2 {
			least = 3
		}
		p.yearDay, ok = p.number(least, 3, 0, 999, "")
	case "15":
		p.hour, ok = p.number(1, 2, 0, 23, "hour")
	case "03", "3":
		p.hour, ok = p.number(least, 2, 0, 12, "hour")
	case "04", "4":
		p.min, ok = p.number(least, 2, 0, 59, "minute")
	case "05", "5":
		p.sec, ok = p.number(least, 2, 0, 59, "second")
		// A fraction may follow that the layout does not name.
		if _, next := nextWord(rest); ok && p.outside == "" && (next == "" || next[0] != '.' && next[0] != ',') {
			p.fraction(0)
		}
	case "PM", "pm":
		if len(p.value) < 2 || p.value[1] != word[1] || p.value[0]|0x20 != 'a' && p.value[0]|0x20 != 'p' ||
			p.value[0]&0x20 != word[0]&0x20 {
			return false
		}
		p.pm, p.am = p.value[0]|0x20 == 'p', p.value[0]|0x20 == 'a'
		p.value, ok = p.value[2:], true
	case "MST":
		ok = p.readZoneName()
	default:
		ok = p.readZone(word)
	}
	return ok
}

// calendar settles month and day, or tells what is wrong with them.
func (p *parts) calendar() (problem string) {
	if p.yearDay >= 0 {
		month, day := January, p.yearDay
		for month < December && day > daysIn(month, p.year) {
			day -= daysIn(month, p.year)
			month++
		}
		switch {
		case day < 1 || day > 31:
			return ": day-of-year out of range"
		case p.month >= 0 && p.month != int(month):
			return ": day-of-year does not match month"
		case p.day >= 0 && p.day != day:
			return ": day-of-year does not match day"
		}
		p.month, p.day = int(month), day
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return ": day out of range"
	}
	return ""
}

func (p *parts) time(loc *Location) Time {
	if p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.am && p.hour == 12 {
		p.hour = 0
	}
	if p.utc || p.zoned || p.zone != "" {
		loc = UTC
	}
	t := Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, loc)
	switch {
	case p.utc:
	case p.zoned:
		t = t.Add(-Duration(p.offset) * Second)
		if p.offset == 0 && (p.zone == "" || p.zone == "UTC") {
			return t.In(Local)
		}
		return t.In(FixedZone(string([]byte(p.zone)), p.offset))
	case p.zone != "":
		offset := 0
		if len(p.zone) > 3 && p.zone[:3] == "GMT" {
			n, _, _ := leadingNumber(p.zone[4:])
			if offset = int(n) * 3600; p.zone[3] == '-' {
				offset = -offset
			}
		}
		return t.In(FixedZone(string([]byte(p.zone)), offset))
	}
	return t
}

func Parse(layout, value string) (Time, error) { return ParseInLocation(layout, value, UTC) }

// nextWord is where the layout's next part begins, and that part; "": none.
func nextWord(layout string) (at int, word string) {
	for ; at < len(layout); at++ {
		if n, _ := fractionLayout(layout[at:]); n > 0 {
			return at, layout[at : at+1+n]
		}
		if word = layoutWord(layout[at:]); word != "" {
			return at, word
		}
	}
	return at, ""
}

// ParseInLocation: loc is for values that tell no zone.
func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	p := parts{value: value, month: -1, day: -1, yearDay: -1}
	for rest := layout; ; {
		n, word := nextWord(rest)
		if !p.text(rest[:n]) {
			return Time{}, parseError(layout, value, rest[:n], p.value, "")
		}
		if word == "" {
			break
		}
		rest = rest[n+len(word):]
		before, ok := p.value, true
		switch {
		case word[0] != '.' && word[0] != ',':
			ok = p.read(word, rest)
		case word[1] == '0':
			ok = p.fraction(len(word) - 1)
		default: // may be left out
			p.fraction(0)
		}
		if p.outside != "" {
			return Time{}, parseError(layout, value, word, p.value, ": "+p.outside+" out of range")
		}
		if !ok {
			return Time{}, parseError(layout, value, word, before, "")
		}
	}
	if p.value != "" {
		return Time{}, parseError(layout, value, "", p.value, ": extra text: "+quote(p.value))
	}
	if problem := p.calendar(); problem != "" {
		return Time{}, parseError(layout, value, "", p.value, problem)
	}
	return p.time(loc), nil
}

// quote is for the texts of errors.
func quote(s string) string {
	const hex = "0123456789abcdef"
	buf := make([]byte, 1, len(s)+2)
	buf[0] = '"'
	for i, c := range s {
		switch {
		case c >= 0x80 || c < ' ':
			size := native.RuneLen(c)
			if c == 0xfffd && (i+2 >= len(s) || s[i:i+3] != "\ufffd") {
				size = 1
			}
			for _, each := range []byte(s[i : i+size]) {
				buf = append(buf, `\x`...)
				buf = append(buf, hex[each>>4])
				buf = append(buf, hex[each&15])
			}
		case c == '"' || c == '\\':
			buf = append(buf, '\\')
			fallthrough
		default:
			buf = append(buf, byte(c))
		}
	}
	return string(append(buf, '"'))
}

// leadingNumber reads digits, of a number up to 1<<63.
func leadingNumber(s string) (n uint64, rest string, ok bool) {
	i := 0
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		if n > 1<<63/10 {
			return 0, "", false
		}
		if n = n*10 + uint64(s[i]-'0'); n > 1<<63 {
			return 0, "", false
		}
	}
	return n, s[i:], true
}

// leadingFraction reads digits behind a point, as n of scale; those that do not fit any more are passed over.
func leadingFraction(s string) (n uint64, scale float64, rest string) {
	scale = 1
	full := false
	i := 0
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		full = full || n > (1<<63-1)/10
		if !full {
			n = n*10 + uint64(s[i]-'0')
			scale *= 10
		}
	}
	return n, scale, s[i:]
}

func durationUnit(s string) uint64 {
	switch s {
	case "ns":
		return uint64(Nanosecond)
	case "us", "µs", "μs":
		return uint64(Microsecond)
	case "ms":
		return uint64(Millisecond)
	case "s":
		return uint64(Second)
	case "m":
		return uint64(Minute)
	case "h":
		return uint64(Hour)
	}
	return 0
}

func invalidDuration(s string) (Duration, error) {
	return 0, errors.New("time: invalid duration " + quote(s))
}

// ParseDuration reads "1h15m30.5s".
func ParseDuration(s string) (Duration, error) {
	text := s
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return invalidDuration(text)
	}
	var sum uint64
	for s != "" {
		n, rest, ok := leadingNumber(s)
		if !ok {
			return invalidDuration(text)
		}
		digits := len(s) - len(rest)
		s = rest
		fraction, scale := uint64(0), 1.0
		if s != "" && s[0] == '.' {
			fraction, scale, rest = leadingFraction(s[1:])
			digits += len(s) - 1 - len(rest)
			s = rest
		}
		if digits == 0 {
			return invalidDuration(text)
		}
		i := 0
		for i < len(s) && s[i] != '.' && (s[i] < '0' || s[i] > '9') {
			i++
		}
		if i == 0 {
			return 0, errors.New("time: missing unit in duration " + quote(text))
		}
		unit := durationUnit(s[:i])
		if unit == 0 {
			return 0, errors.New("time: unknown unit " + quote(s[:i]) + " in duration " + quote(text))
		}
		s = s[i:]
		if n > 1<<63/unit {
			return invalidDuration(text)
		}
		n *= unit
		if fraction > 0 {
			n += uint64(float64(fraction) * (float64(unit) / scale))
		}
		if sum += n; n > 1<<63 || sum > 1<<63 {
			return invalidDuration(text)
		}
	}
	if negative {
		return -Duration(sum), nil
	}
	if sum > 1<<63-1 {
		return invalidDuration(text)
	}
	return Duration(sum), nil
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

func (t *Timer) Stop() bool {
	if t.r.arg == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	return stopTimer(&t.r)
}

func (t *Timer) Reset(d Duration) bool {
	if t.r.arg == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	return resetTimer(&t.r, when(d), 0)
}

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
