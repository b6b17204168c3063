package templates

import (
	"reflect"
	"strings"
	"testing"
)

// TestEveryLanguageHasEveryWord also finds places for numbers that a translation lost.
func TestEveryLanguageHasEveryWord(t *testing.T) {
	en := reflect.ValueOf(english)
	same := map[string]bool{"Sentence": true, "Colon": true, "Comma": true, "Semicolon": true, // signs
		"And": true, "Source": true, "Sources": true, "Note": true, "Draft": true}
	for tag, words := range furniture {
		if words == &english {
			continue
		}
		other := reflect.ValueOf(*words)
		for i := range en.NumField() {
			name, a, b := en.Type().Field(i).Name, en.Field(i).String(), other.Field(i).String()
			if a == "" || b == "" && (name != "Sentence" || !strings.HasPrefix(tag, "zh")) { // Chinese sentences have no space between them
				t.Errorf("%s = %q in English and %q in %s, want words", name, a, b, tag)
			}
			if a == b && !same[name] {
				t.Errorf("%s = %q in English and %s", name, a, tag)
			}
			if strings.Count(a, "%d") != strings.Count(b, "%d") || strings.Count(a, "%s") != strings.Count(b, "%s") {
				t.Errorf("%s has other places in %s: %q and %q", name, tag, a, b)
			}
		}
	}
}

func TestWordsFor(t *testing.T) {
	for tag, want := range map[string][2]string{
		"":           {"en", "Sources"},
		"en":         {"en", "Sources"},
		"de":         {"de", "Quellen"},
		"de-AT":      {"de-AT", "Quellen"},
		"fr":         {"fr", "Sources"},
		"es-MX":      {"es-MX", "Fuentes"},
		"sv":         {"sv", "Sources"},
		"zh-TW":      {"zh-Hant", "資料來源"},
		"zh-Hant-HK": {"zh-Hant", "資料來源"},
		"zh":         {"zh-Hans", "资料来源"},
		"zh-Hans-CN": {"zh-Hans", "资料来源"},
		"ZH-hans":    {"zh-Hans", "资料来源"},
		"zha":        {"zha", "Sources"}, // Zhuang
	} {
		if w := WordsFor(tag); w.Language != want[0] || w.Sources != want[1] {
			t.Errorf("WordsFor(%q) is %s, %q, want %q", tag, w.Language, w.Sources, want)
		}
	}
}
