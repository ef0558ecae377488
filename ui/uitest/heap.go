package uitest

import "runtime"

// Heap is how many bytes are held by now, of what is still in use. Whoever measures keeps
// alive what is to be counted.
func Heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
