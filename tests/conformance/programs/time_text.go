// Times in text: all layouts written and read back, errors, zones, the calendar.
package main

import (
	"errors"
	"fmt"
	"time"
)

func main() {
	t := time.Date(2024, 2, 29, 13, 4, 5, 678900000, time.UTC)
	for _, l := range []string{time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850,
		time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro,
		time.StampNano, time.DateTime, time.DateOnly, time.TimeOnly, "2006-002 __2", "Janet Monster Jan", "3:04:05.999 pm", "Z07"} {
		for _, u := range []time.Time{t, t.In(time.FixedZone("CET", 3600)), t.In(time.FixedZone("", -5*3600-1800)), t.AddDate(0, 0, 305)} {
			s := u.Format(l)
			fmt.Print(s, " | ")
			r, err := time.Parse(l, s)
			fmt.Println(r, err)
		}
	}
	fmt.Println(t.AddDate(1, 0, 0), t.AddDate(0, 1, 1), t.AddDate(-3, -14, -40), t.AddDate(0, 0, 1).Weekday())
	for _, d := range []string{"2024-01-01", "2024-12-30", "2021-01-03", "2020-12-31", "2026-06-15", "2016-01-01"} {
		u, err := time.Parse(time.DateOnly, d)
		y, w := u.ISOWeek()
		fmt.Println(u, err, y, w, u.YearDay(), u.Unix())
	}
	for _, c := range [][2]string{{"2006-01-02", "2024-13-01"}, {"2006-01-02", "2024-02-30"}, {"2006-01-02", "24-02-30"},
		{"2006-01-02", "2024-02-03x"}, {"2006-01-02", "2024/02/03"}, {"15:04", "25:00"}, {"15:04", "2:61"}, {"3PM", "13PM"},
		{"3PM", "12AM"}, {"3PM", "12PM"}, {"3pm", "5PM"}, {"Jan 2", "foo 3"}, {"Jan 2", "feb 3"}, {"Monday, January 2", "tuesday, MARCH 31"},
		{time.RFC3339, "2024-02-03T04:05:06Z"}, {time.RFC3339, "2024-02-03T04:05:06.123456789+02:30"}, {time.RFC3339, "2024-02-03T04:05:06"},
		{time.RFC3339, "2024-02-03T04:05:60Z"}, {"2006-01-02 MST", "2024-01-02 PST"}, {"2006-01-02 MST", "2024-01-02 UTC"},
		{"2006 002", "2024 366"}, {"2006 002", "2023 366"}, {"05.000", "06.12"}, {"05.000", "06.123"}, {"05,999", "06"},
		{"2006  01", "2024 03"}, {"_2 Jan", " 7 May"}, {"02 06", "7 70"}, {"02 06", "07 70"}, {"", "x"}, {"x", ""}, {"2006", "\"é"}} {
		u, err := time.Parse(c[0], c[1])
		fmt.Println(c, u, err)
		var pe *time.ParseError
		if errors.As(err, &pe) {
			fmt.Printf("%q %q %q\n", pe.LayoutElem, pe.ValueElem, pe.Message)
		}
	}
	z := time.FixedZone("X", 7*3600)
	u, err := time.ParseInLocation(time.DateTime, "2024-05-06 07:08:09", z)
	n, o := u.Zone()
	fmt.Println(u, err, n, o, u.UTC(), u.Location(), u.Hour(), u.Day(), time.Date(2024, 1, 1, 0, 0, 0, 0, z).UTC())
	fmt.Println(t.Round(time.Second), t.Round(time.Hour), t.Truncate(time.Minute), t.Round(time.Microsecond), t.Round(7*time.Second))
	fmt.Println(time.UnixMicro(1700000000123456).UTC(), time.UnixMilli(-1).UTC(), u.Equal(u.UTC()), u == u.UTC())
}
