package source

import "fmt"

// MostNamed is how many faults of a kind are named one by one before the rest is counted.
const MostNamed = 5

// Count returns a number with what is counted, in the plural but for one: 1 row, 2 rows.
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Are returns the verb that goes with a number: is or are.
func Are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// Short returns a text, cut to 40 characters for a message.
func Short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
