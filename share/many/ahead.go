package many

// Ahead is a source whose objects are looked at before they are needed, so many at a time;
// they come in their order. An object is what look makes of it.
func Ahead(from Source, atOnce int, look func(Found) Found) Source {
	return func(yield func(Found) bool) error {
		coming, stop, failed := make(chan chan Found, atOnce-1), make(chan struct{}), make(chan error, 1)
		go func() {
			defer close(coming)
			failed <- from(func(f Found) bool {
				answer := make(chan Found, 1)
				select {
				case <-stop:
					return false
				case coming <- answer:
				}
				go func() { answer <- look(f) }()
				return true
			})
		}()
		for answer := range coming {
			if !yield(<-answer) {
				break
			}
		}
		close(stop)
		for range coming {
		}
		return <-failed
	}
}
