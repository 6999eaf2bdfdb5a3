// What time lacks here.
type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

const RFC1123Z = "Mon, 02 Jan 2006 15:04:05 -0700"
const RFC822Z = "02 Jan 06 15:04 -0700"
const RFC850 = "Monday, 02-Jan-06 15:04:05 MST"
const RubyDate = "Mon Jan 02 15:04:05 -0700 2006"
const StampMicro = "Jan _2 15:04:05.000000"
const StampNano = "Jan _2 15:04:05.000000000"
const UnixDate = "Mon Jan _2 15:04:05 MST 2006"

func FixedZone(string, int) *Location
func LoadLocation(string) (*Location, error)
func LoadLocationFromTZData(string, []byte) (*Location, error)
func Parse(string, string) (Time, error)
func (*ParseError) Error() string
func ParseInLocation(string, string, *Location) (Time, error)
func (Time) AddDate(int, int, int) Time
func (Time) GoString() string
func (*Time) GobDecode([]byte) error
func (Time) GobEncode() ([]byte, error)
func (Time) ISOWeek() (int, int)
func (Time) IsDST() bool
func (Time) MarshalBinary() ([]byte, error)
func (Time) MarshalJSON() ([]byte, error)
func (Time) MarshalText() ([]byte, error)
func (Time) Round(Duration) Time
func (*Time) UnmarshalBinary([]byte) error
func (*Time) UnmarshalJSON([]byte) error
func (*Time) UnmarshalText([]byte) error
func (Time) Zone() (string, int)
func (Time) ZoneBounds() (Time, Time)
