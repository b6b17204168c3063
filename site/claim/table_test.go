package claim

import "testing"

// TestTables waits for the package; the tables in testdata come first, so that no verdict is fitted
// to the code.
func TestTables(t *testing.T) {
	t.Fatal("en.txt, zh.txt and paraphrase.txt are written; what judges them is not")
}
