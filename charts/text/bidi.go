package text

// Close ends what bidirectional controls in the text have begun, so that they cannot turn about a
// number that is set behind it. A text without such controls comes back as it is.
func Close(s string) string {
	var open []rune
	for _, r := range s {
		switch r {
		case '\u202a', '\u202b', '\u202d', '\u202e': // embeddings and overrides
			open = append(open, '\u202c')
		case '\u2066', '\u2067', '\u2068': // isolates
			open = append(open, '\u2069')
		case '\u202c':
			if n := len(open); n > 0 && open[n-1] == r {
				open = open[:n-1]
			}
		case '\u2069': // ends the embeddings inside its isolate, too
			for n := len(open) - 1; n >= 0; n-- {
				if open[n] == r {
					open = open[:n]
					break
				}
			}
		}
	}
	for n := len(open) - 1; n >= 0; n-- {
		s += string(open[n])
	}
	return s
}
