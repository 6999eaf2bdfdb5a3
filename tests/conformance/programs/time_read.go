package main

import (
	"fmt"
	"time"
)

// Durations and times read from text, right and wrong; layouts with seconds of a zone, years before 0, zones in words.
func main() {
	for _, s := range []string{"0", "", "-", "3", "1h", "-1.5h", "+5s", "1h15m30.918s", ".5s", "-.s", "1.s", ".s", "1x", "1.2.3s", "1us", "1µs", "1μs",
		"9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "9223372036854775.807us", "9223372036s854ms775us807ns",
		"3000000h", "0.100000000000000000000h", "0.9223372036854775807h", "9007199254740993ns", "99999999999999999999ns", "\x85\x85", "1\"", "世s"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err)
	}
	const far = 1<<63 - 1
	fmt.Println(time.Duration(far-1).Round(far), time.Duration(far/2+1).Round(far), time.Duration(-far).Round(far-1))

	early := time.Date(1871, 1, 1, 5, 33, 2, 0, time.FixedZone("LMT", -34*60-8))
	year := time.Date(-12, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, layout := range []string{"-070000", "-07:00:00", "Z070000", "Z07:00:00", "-0700", "Z07", "2006_20060102 15:04", "06", "_2 __2 002", "Z07:00:00.000"} {
		fmt.Println(early.Format(layout), year.Format(layout), year.AddDate(20000, 0, 0).Format(layout))
	}
	for _, c := range [][2]string{
		{time.RFC3339, "2006-01-02T15:04:05+07:00"}, {time.RFC3339, "2006-01-32T15:04:05Z"}, {time.RFC3339, "2006-02-29T15:04:05.5Z"},
		{time.RFC3339, "2006-01-02T15:04:05+99:99"}, {time.RFC3339, "2006-01-02T24:04:05Z"}, {time.RFC3339, "2006-01-02T15:04:05 07:00"},
		{"2006-01-02T15:04:05-070000", "1871-01-01T05:33:02-003408"}, {"2006-01-02 Z07:00:00", "1871-01-01 +01:02:03"},
		{"2006-01-02 Z07:00:00", "1871-01-01 Z"}, {time.UnixDate, "Fri Feb  5 05:00:57 GMT-8 2010"}, {time.UnixDate, "Fri Feb  5 05:00:57 GMT 2010"},
		{time.UnixDate, "Fri Feb  5 05:00:57 GMT+24 2010"}, {time.UnixDate, "Fri Feb  5 05:00:57 ChST 2010"}, {time.UnixDate, "Fri Feb  5 05:00:57 WITA 2010"},
		{time.UnixDate, "Fri Feb  5 05:00:57 ABCD 2010"}, {time.UnixDate, "Fri Feb  5 05:00:57 +03 2010"}, {time.UnixDate, "Fri Feb  5 05:00:57 PST 2010"},
		{"Jan _2 002 2006", "Feb  4 035 2006"}, {"Jan _2 002 2006", "Feb  4 034 2006"}, {"Jan _2 002 2006", "Feb  4 004 2006"}, {"002 2006", "366 2006"},
		{"002 2006", "366 2008"}, {"002 2006", "000 2006"}, {"002 2006", "060 2008"}, {"15:04_20060102", "14:38_20150618"}, {"05.000", "59.-12"},
		{"05.000", "59.1"}, {"05", "59.1x"}, {"05 .999", "59 .12345"}, {"05x.00", "5x.12"}, {"2", "0"}, {"2", "32"}, {"1", "13"}, {"PM 3", "pm 3"},
		{"PM 3", "AM 12"}, {"PM 3", "PM 13"}, {"Monday", "tuesday"}, {"2006", "20"}, {"06", "69"}, {"06", "68"}, {"a b", "a    b"}, {"2006", "2006x"},
	} {
		t, err := time.Parse(c[0], c[1])
		fmt.Println(t, err)
		if e, ok := err.(*time.ParseError); ok {
			fmt.Printf("%+v\n", *e)
		}
	}
	fmt.Printf("%#v %#v %#v\n", year, early, time.Unix(0, 5))
	fmt.Println(time.Weekday(9), time.Month(-1), time.Local, time.UTC, time.Unix(0, 0).Location())
	fmt.Println(year.UTC() == year, time.Time{}.UTC() == time.Time{}, year.Local() == year, year.Local().Equal(year))
}
