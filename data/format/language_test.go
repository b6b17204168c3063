package format

import "testing"

func TestKnows(t *testing.T) {
	for tag, want := range map[string]bool{"en": true, "EN_gb": true, "de-AT": true, "zh-TW": true, "zh-Hant-HK": true, "no": true, "": false, "xx": false, "english": false, "ent": false} {
		if Knows(tag) != want {
			t.Errorf("Knows(%q) = %v", tag, !want)
		}
	}
	for _, tag := range Languages() {
		if !Knows(tag) {
			t.Errorf("Languages lists %q, which is not known", tag)
		}
	}
}
