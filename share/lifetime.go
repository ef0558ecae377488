package share

import "time"

// Lifetime is how long a link is wanted for: a duration or an end. The zero
// Lifetime means the default of the settings.
type Lifetime struct {
	Duration time.Duration // whole seconds; 0 if Until is set
	Until    time.Time
}

// IsZero reports whether neither a duration nor an end is given.
func (l Lifetime) IsZero() bool { return l.Duration == 0 && l.Until.IsZero() }

// For is a lifetime of d.
func For(d time.Duration) Lifetime { return Lifetime{Duration: d} }
