package kit

// ElsewhereError is why an address is not opened here, with the place where it is.
type ElsewhereError struct {
	Problem string
	Place   string // its name, as it is shown
	Make    Maker  // opens it there
}

func (e *ElsewhereError) Error() string { return e.Problem }
