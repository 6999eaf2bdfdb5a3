// What runtime lacks here.
type pinner struct{ refs []unsafe.Pointer }
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}
type MemProfileRecord struct {
	AllocBytes   int64
	FreeBytes    int64
	AllocObjects int64
	FreeObjects  int64
	Stack0       [32]uintptr
}
type Pinner struct {
	pinner *pinner
}
type StackRecord struct {
	Stack0 [32]uintptr
}

func BlockProfile([]BlockProfileRecord) (int, bool)
func CPUProfile() []byte
func GoroutineProfile([]StackRecord) (int, bool)
func MemProfile([]MemProfileRecord, bool) (int, bool)
func (*MemProfileRecord) InUseBytes() int64
func (*MemProfileRecord) InUseObjects() int64
func (*MemProfileRecord) Stack() []uintptr
func MutexProfile([]BlockProfileRecord) (int, bool)
func (*Pinner) Pin(any)
func (*Pinner) Unpin()
func ReadTrace() []byte
func SetCPUProfileRate(int)
func (*StackRecord) Stack() []uintptr
func StartTrace() error
func StopTrace()
func ThreadCreateProfile([]StackRecord) (int, bool)
