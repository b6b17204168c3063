package templates

import (
	"reflect"
	"testing"
)

func TestEveryLanguageHasEveryWord(t *testing.T) {
	en, zh := reflect.ValueOf(WordsFor("en")), reflect.ValueOf(WordsFor("zh-Hans"))
	for i := range en.NumField() {
		name, a, b := en.Type().Field(i).Name, en.Field(i).String(), zh.Field(i).String()
		if a == "" || b == "" && name != "Sentence" { // Chinese sentences have no space between them
			t.Errorf("%s = %q in English and %q in Chinese, want words", name, a, b)
		}
		if a == b {
			t.Errorf("%s = %q in both languages", name, a)
		}
	}
}

func TestWordsFor(t *testing.T) {
	for tag, want := range map[string][2]string{
		"":           {"en", "Sources"},
		"en":         {"en", "Sources"},
		"de":         {"de", "Sources"},
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
