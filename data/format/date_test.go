package format

import (
	"strings"
	"testing"
)

// One line a language: date, month, quarter, date-short, month-short, day, mon, q of 2021-09-07.
func TestDateByLanguage(t *testing.T) {
	tests := []struct{ lang, want string }{
		{"en", "7 September 2021 | September 2021 | Q3 2021 | 7 Sept 2021 | Sept 2021 | 7 Sept | Sept | Q3"},
		{"en-US", "September 7, 2021 | September 2021 | Q3 2021 | Sep 7, 2021 | Sep 2021 | Sep 7 | Sep | Q3"},
		{"zh-Hans", "2021年9月7日 | 2021年9月 | 2021年第3季度 | 2021年9月7日 | 2021年9月 | 9月7日 | 9月 | 3季度"},
		{"zh-Hant", "2021年9月7日 | 2021年9月 | 2021年第3季 | 2021年9月7日 | 2021年9月 | 9月7日 | 9月 | 第3季"},
		{"ja", "2021年9月7日 | 2021年9月 | 2021年第3四半期 | 2021年9月7日 | 2021年9月 | 9月7日 | 9月 | 第3四半期"},
		{"ko", "2021년 9월 7일 | 2021년 9월 | 2021년 3분기 | 2021년 9월 7일 | 2021년 9월 | 9월 7일 | 9월 | 3분기"},
		{"de", "7. September 2021 | September 2021 | Q3 2021 | 7. Sept. 2021 | Sept. 2021 | 7. Sept. | Sep | Q3"},
		{"fr", "7 septembre 2021 | septembre 2021 | T3 2021 | 7 sept. 2021 | sept. 2021 | 7 sept. | sept. | T3"},
		{"es", "7 de septiembre de 2021 | septiembre de 2021 | T3 2021 | 7 sept 2021 | sept 2021 | 7 sept | sept | T3"},
		{"pl", "7 września 2021 | wrzesień 2021 | III kw. 2021 | 7 wrz 2021 | wrz 2021 | 7 wrz | wrz | III kw."},
		{"cs", "7. září 2021 | září 2021 | Q3 2021 | 7. 9. 2021 | září 2021 | 7. 9. | zář | Q3"},
		{"fi", "7. syyskuuta 2021 | syyskuu 2021 | 3. nelj. 2021 | 7.9.2021 | syys 2021 | 7.9. | syys | 3. nelj."},
		{"hu", "2021. szeptember 7. | 2021. szeptember | 2021. III. n.év | 2021. szept. 7. | 2021. szept. | szept. 7. | szept. | III. n.év"},
		{"ar", "7 سبتمبر 2021 | سبتمبر 2021 | الربع الثالث 2021 | 7 سبتمبر 2021 | سبتمبر 2021 | 7 سبتمبر | سبتمبر | الربع الثالث"},
	}
	for _, test := range tests {
		var got []string
		for _, code := range []string{"date", "month", "quarter", "date-short", "month-short", "day", "mon", "q"} {
			f, err := Parse(code)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.ReplaceAll(f.Date(test.lang, "2021-09-07"), "\u00a0", " "))
		}
		if s := strings.Join(got, " | "); s != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.lang, s, test.want)
		}
	}
}

// A date prints no finer than it is, and text that is no date as it is.
func TestDateGrain(t *testing.T) {
	tests := []struct{ in, long, short, axis string }{
		{"2021", "2021", "2021", "2021"},
		{"2021-Q3", "Q3 2021", "Q3 2021", "Q3"},
		{"2021-09", "September 2021", "Sept 2021", "Sept"},
		{"2021-09-27", "27 September 2021", "27 Sept 2021", "27 Sept"},
		{"2021-13", "2021-13", "2021-13", "2021-13"},
		{"soon", "soon", "soon", "soon"},
		{"", "", "", ""},
	}
	for _, test := range tests {
		if got := Date("en", test.in); got != test.long {
			t.Errorf("Date(%q) = %q, want %q", test.in, got, test.long)
		}
		if got := DateShort("en", test.in); got != test.short {
			t.Errorf("DateShort(%q) = %q, want %q", test.in, got, test.short)
		}
		if got := DateAxis("en", test.in); got != test.axis {
			t.Errorf("DateAxis(%q) = %q, want %q", test.in, got, test.axis)
		}
	}
}
