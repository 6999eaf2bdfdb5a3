// Package sync. What must not be interrupted is native; the types have Go's sizes.
package sync

import (
	"sync/atomic"
	"unsafe"
)

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

type Locker interface {
	Lock()
	Unlock()
}

// A Mutex: state 0 free, 1 locked; sema counts the waiters.
type Mutex struct {
	state int32
	sema  uint32
}

func (m *Mutex) Lock()
func (m *Mutex) Unlock()
func (m *Mutex) TryLock() bool

type RWMutex struct {
	w           Mutex
	writerSem   uint32
	readerSem   uint32
	readerCount atomic.Int32
	readerWait  atomic.Int32
}

func (rw *RWMutex) Lock()
func (rw *RWMutex) Unlock()
func (rw *RWMutex) RLock()
func (rw *RWMutex) RUnlock()
func (rw *RWMutex) TryLock() bool
func (rw *RWMutex) TryRLock() bool

func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }

type WaitGroup struct {
	noCopy noCopy
	state  atomic.Uint64
	sema   uint32
}

func (wg *WaitGroup) Add(delta int)
func (wg *WaitGroup) Done() { wg.Add(-1) }
func (wg *WaitGroup) Wait()

type Once struct {
	done atomic.Uint32
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done.Load() == 0 {
		o.doSlow(f)
	}
}

func (o *Once) doSlow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if o.done.Load() == 0 {
		defer o.done.Store(1)
		f()
	}
}

func OnceFunc(f func()) func() {
	var once Once
	valid := false
	var p any
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		f()
		f = nil
		valid = true
	}
	return func() {
		once.Do(g)
		if !valid {
			panic(p)
		}
	}
}

func OnceValue[T any](f func() T) func() T {
	var once Once
	var valid bool
	var p any
	var result T
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		result = f()
		f = nil
		valid = true
	}
	return func() T {
		once.Do(g)
		if !valid {
			panic(p)
		}
		return result
	}
}

func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var once Once
	var valid bool
	var p any
	var r1 T1
	var r2 T2
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		r1, r2 = f()
		f = nil
		valid = true
	}
	return func() (T1, T2) {
		once.Do(g)
		if !valid {
			panic(p)
		}
		return r1, r2
	}
}

type notifyList struct {
	wait   uint32
	notify uint32
	lock   uintptr
	head   unsafe.Pointer
	tail   unsafe.Pointer
}

// A copyChecker holds its own address, once it has been looked at.
type copyChecker uintptr

func (c *copyChecker) check() {
	at := uintptr(unsafe.Pointer(c))
	if uintptr(*c) != at && !atomic.CompareAndSwapUintptr((*uintptr)(c), 0, at) && uintptr(*c) != at {
		panic("sync.Cond is copied")
	}
}

type Cond struct {
	noCopy  noCopy
	L       Locker
	notify  notifyList
	checker copyChecker
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }

// notifyAdd takes a ticket; notifyWait sleeps until it is called up.
func notifyAdd(l *notifyList) uint32
func notifyWait(l *notifyList, ticket uint32)
func notifyOne(l *notifyList)
func notifyAll(l *notifyList)

func (c *Cond) Wait() {
	c.checker.check()
	t := notifyAdd(&c.notify)
	c.L.Unlock()
	notifyWait(&c.notify, t)
	c.L.Lock()
}

func (c *Cond) Signal() {
	c.checker.check()
	notifyOne(&c.notify)
}

func (c *Cond) Broadcast() {
	c.checker.check()
	notifyAll(&c.notify)
}

// A Pool: each P has a private item and a list of shared ones; a collection makes them victims, the next one drops them.
type Pool struct {
	noCopy     noCopy
	local      unsafe.Pointer
	localSize  uintptr
	victim     unsafe.Pointer
	victimSize uintptr
	New        func() any
}

func poolGet(p *Pool) any
func poolPut(p *Pool, x any)

func (p *Pool) Get() any {
	x := poolGet(p)
	if x == nil && p.New != nil {
		x = p.New()
	}
	return x
}

func (p *Pool) Put(x any) {
	if x != nil {
		poolPut(p, x)
	}
}

// A Map has a part that is read without the lock and one, behind the lock, that has what was added since. After as many
// misses as the second has entries it becomes the first. An entry's value is reached by a pointer of its own; expunged
// says that the entry is in the first part only.
type Map struct {
	mu     Mutex
	read   atomic.Pointer[readOnly]
	dirty  map[any]*entry
	misses int
}

type readOnly struct {
	m       map[any]*entry
	amended bool // dirty has keys that m has not
}

var expunged = new(any)

type entry struct {
	p atomic.Pointer[any]
}

func newEntry(i any) *entry {
	e := &entry{}
	e.p.Store(&i)
	return e
}

func (m *Map) loadReadOnly() readOnly {
	if p := m.read.Load(); p != nil {
		return *p
	}
	return readOnly{}
}

// find is the key's entry; having to look behind the lock counts as a miss.
func (m *Map) find(key any, remove bool) *entry {
	read := m.loadReadOnly()
	e, ok := read.m[key]
	if ok || !read.amended {
		return e
	}
	m.mu.Lock()
	read = m.loadReadOnly()
	e, ok = read.m[key]
	if !ok && read.amended {
		e = m.dirty[key]
		if remove {
			delete(m.dirty, key)
		}
		m.missLocked()
	}
	m.mu.Unlock()
	return e
}

func (m *Map) Load(key any) (value any, ok bool) {
	e := m.find(key, false)
	if e == nil {
		return nil, false
	}
	return e.load()
}

func (e *entry) load() (value any, ok bool) {
	p := e.p.Load()
	if p == nil || p == expunged {
		return nil, false
	}
	return *p, true
}

func (m *Map) Store(key, value any) { _, _ = m.Swap(key, value) }

func (e *entry) tryCompareAndSwap(old, new any) bool {
	p := e.p.Load()
	if p == nil || p == expunged || *p != old {
		return false
	}
	nc := new
	return e.p.CompareAndSwap(p, &nc)
}

func (e *entry) unexpunge() bool  { return e.p.CompareAndSwap(expunged, nil) }
func (e *entry) swap(i *any) *any { return e.p.Swap(i) }

func (e *entry) trySwap(i *any) (*any, bool) {
	p := e.p.Load()
	if p == expunged {
		return nil, false
	}
	return p, e.p.CompareAndSwap(p, i)
}

func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	read := m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		if v, ok := e.trySwap(&value); ok {
			if v == nil {
				return nil, false
			}
			return *v, true
		}
	}
	m.mu.Lock()
	read = m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		if e.unexpunge() {
			m.dirty[key] = e
		}
		if v := e.swap(&value); v != nil {
			loaded = true
			previous = *v
		}
	} else if e, ok := m.dirty[key]; ok {
		if v := e.swap(&value); v != nil {
			loaded = true
			previous = *v
		}
	} else {
		m.amend(read)
		m.dirty[key] = newEntry(value)
	}
	m.mu.Unlock()
	return previous, loaded
}

// amend makes dirty ready for a key that read has not.
func (m *Map) amend(read readOnly) {
	if read.amended {
		return
	}
	if m.dirty == nil {
		m.dirty = make(map[any]*entry, len(read.m))
		for k, e := range read.m {
			if !e.tryExpunge() {
				m.dirty[k] = e
			}
		}
	}
	m.read.Store(&readOnly{m: read.m, amended: true})
}

func (e *entry) tryExpunge() bool {
	p := e.p.Load()
	if p == nil && e.p.CompareAndSwap(nil, expunged) {
		return true
	}
	return p == expunged
}

func (e *entry) tryLoadOrStore(i any) (actual any, loaded, ok bool) {
	p := e.p.Load()
	if p == expunged {
		return nil, false, false
	}
	if p != nil {
		return *p, true, true
	}
	ic := i
	e.p.CompareAndSwap(nil, &ic)
	return i, false, true
}

func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	read := m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		if actual, loaded, ok := e.tryLoadOrStore(value); ok {
			return actual, loaded
		}
	}
	m.mu.Lock()
	read = m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		if e.unexpunge() {
			m.dirty[key] = e
		}
		actual, loaded, _ = e.tryLoadOrStore(value)
	} else if e, ok := m.dirty[key]; ok {
		actual, loaded, _ = e.tryLoadOrStore(value)
		m.missLocked()
	} else {
		m.amend(read)
		m.dirty[key] = newEntry(value)
		actual, loaded = value, false
	}
	m.mu.Unlock()
	return actual, loaded
}

func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	e := m.find(key, true)
	if e == nil {
		return nil, false
	}
	return e.delete()
}

func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

func (e *entry) delete() (value any, ok bool) {
	p := e.p.Load()
	if p == nil || p == expunged {
		return nil, false
	}
	e.p.Store(nil)
	return *p, true
}

func (m *Map) CompareAndSwap(key, old, new any) bool {
	read := m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		return e.tryCompareAndSwap(old, new)
	} else if !read.amended {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	read = m.loadReadOnly()
	if e, ok := read.m[key]; ok {
		return e.tryCompareAndSwap(old, new)
	} else if e, ok := m.dirty[key]; ok {
		m.missLocked()
		return e.tryCompareAndSwap(old, new)
	}
	return false
}

func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	e := m.find(key, false)
	if e == nil {
		return false
	}
	p := e.p.Load()
	return p != nil && p != expunged && *p == old && e.p.CompareAndSwap(p, nil)
}

func (m *Map) Range(f func(key, value any) bool) {
	read := m.loadReadOnly()
	if read.amended {
		m.mu.Lock()
		read = m.loadReadOnly()
		if read.amended {
			read = readOnly{m: m.dirty}
			copied := read
			m.read.Store(&copied)
			m.dirty = nil
			m.misses = 0
		}
		m.mu.Unlock()
	}
	for k, e := range read.m {
		if v, ok := e.load(); ok && !f(k, v) {
			break
		}
	}
}

func (m *Map) missLocked() {
	m.misses++
	if m.misses < len(m.dirty) {
		return
	}
	m.read.Store(&readOnly{m: m.dirty})
	m.dirty = nil
	m.misses = 0
}
