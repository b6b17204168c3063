package charset

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/transform"
)

// texts are tables as newsrooms get them, each with the encodings it is found in.
var texts = []struct{ encodings, text string }{
	{"windows-1252 mac-roman ibm850", "Land;Einwohner\nÖsterreich;8 932 664\nThüringen;2.120.237\nBaden-Württemberg;11.103.043\nGroßbritannien;67\nDänemark;5\n"},
	{"windows-1252 mac-roman ibm850", "région,évolution\nÎle-de-France,12 %\nProvence-Alpes-Côte d'Azur,3\nAuvergne-Rhône-Alpes,5\nQuébec,1\n"},
	{"windows-1252 mac-roman ibm850", "município,população\nSão Paulo,12325232\nBrasília,3055149\nGoiânia,1536097\nMaceió,1025360\n"},
	{"windows-1252 mac-roman", "provincia,año\nMálaga,2020\nCádiz,2021\nLeón,2020\nCórdoba,2021\nA Coruña,2020\n"},
	{"windows-1252", "what,price\nthe bank’s rate,£5\n“net” – gross,€7\n"},
	{"windows-1252", "country,code,year\nDem. People’s Rep.,PRK,1960\nDem. People’s Rep.,PRK,1961\nDem. People’s Rep.,PRK,1962\nDem. People’s Rep.,PRK,1963\n"},
	{"windows-1252", "partida;euros\nSubministrament d´aigua;1\nServei d´informació i atenció;2\n"}, {"windows-1252", "term,note\n‘personal data’,an annex¹\n‘processing’,à la carte\n"},
	{"mac-roman", "place;share\nIceland (Reykjavík);56\nPoland (Kraków);3\nBrazil (Brasília);2\n"},
	{"windows-1252", "calle;desde\nMariano Moreno Nº 556;01/06/2000\nSan Martín 6º \"A\";30/06/2000\nRivadavia 195 - 3ºD;2001\n"},
	{"windows-1252", "kommun,antal\nGöteborg,1\nMalmö,2\nLinköping,3\nVästerås,4\nÅre,5\n"},
	{"windows-1252", "city,n\nZürich,1\n"}, {"windows-1252", "city,n\nBogotá,1\n"}, {"windows-1252", "t,n\n20 °C,1\n"}, {"windows-1252", "a,b,c\n1,2,3\n4,5,©\n"}, {"windows-1252", "bydel,tal\nNørrebro,1\nØsterbro,2\nÆrø,3\n"},
	{"windows-1252", "sveitarfélag,fjöldi\nReykjavík,1\nHafnarfjörður,2\nKópavogur,3\nÞorlákshöfn,4\n"},
	{"windows-1250 iso-8859-2 ibm852", "województwo;ludność\nłódzkie;2 454 779\nśląskie;4 517 635\nświętokrzyskie;1 233 961\nwarmińsko-mazurskie;1\n"},
	{"windows-1250 iso-8859-2 ibm852", "kraj;počet obyvatel\nStředočeský;1\nJihočeský;2\nPlzeňský;3\nKrálovéhradecký;4\nVysočina;5\n"},
	{"windows-1250 iso-8859-2", "město,n\nPlzeň,1\nČeské Budějovice,2\nÚstí nad Labem,3\nBrno,4\n"},
	{"windows-1250", "megye;népesség\nBács-Kiskun;1\nGyőr-Moson-Sopron;2\nNógrád;3\nHajdú-Bihar;4\nKülföldről érkező nők;5\n"},
	{"windows-1251 koi8-r ibm866 mac-cyrillic iso-8859-5", "Регион;Население\nМосква;12655050\nСанкт-Петербург;5384342\nМосковская область;7708499\nРеспублика Татарстан;3894120\n"},
	{"windows-1251", "область;кількість\nКиївська;1\nЛьвівська;2\nОдеська;3\nЧернівецька;4\nІвано-Франківська;5\n"},
	{"windows-1253", "Περιφέρεια;Πληθυσμός\nΑττική;3\nΚρήτη;1\nΚεντρική Μακεδονία;2\nΉπειρος;4\n"},
	{"windows-1254", "il,nüfus\nİstanbul,15\nİzmir,4\nŞanlıurfa,2\nDiyarbakır,1\nMuğla,1\nEskişehir,1\n"},
	{"windows-1255", "עיר,אוכלוסייה\nירושלים,936425\nתל אביב,460613\nחיפה,285316\n"},
	{"windows-1256", "المدينة,السكان\nالقاهرة,9\nالإسكندرية,5\nالرياض,7\nدبي,3\n"},
	{"windows-1257", "apskritis;gyventojai\nŠiaulių;1\nPanevėžio;2\nKlaipėdos;3\nVilniaus miesto savivaldybė;4\nMažeikių;5\n"},
	{"windows-874", "จังหวัด,ประชากร\nกรุงเทพมหานคร,5\nเชียงใหม่,1\nนครราชสีมา,2\n"},
	{"gb18030", "城市,年份,人工智能企业数\n合肥,2021,840\n沈阳,2021,860\n注：数据来源于统计局\n"}, {"gb18030", "省份,数\n安徽,1\n"}, {"gb18030", "名称,数\n㐂田𠀀村,1\n合肥市,2\n"},
	{"big5", "縣市,人口數\n臺北市,2602418\n新北市,4030954\n高雄市,2765932\n桃園市,2268807\n"},
	{"shift_jis euc-jp", "都道府県,人口\n北海道,5224614\n青森県,1237984\n東京都,14047594\n備考：このデータは速報値です\n"}, {"shift_jis", "区分,ﾃﾞｰﾀ\n男,1\n女,2\n合計,3\n"},
	{"euc-kr", "시도,인구수\n서울특별시,9668465\n부산광역시,3391946\n경기도,13427014\n전라남도,1\n"}, {"euc-kr", "정당1,아무개1,0\n정당2,아무개2,0\n"},
}

func TestDetect(t *testing.T) {
	for _, tt := range texts {
		for _, name := range strings.Fields(tt.encodings) {
			e := Lookup(name)
			raw := encode(t, e, tt.text)
			f := Detect(raw)
			if f.Encoding == nil || f.Rival != nil {
				t.Errorf("%s is not told surely: %+v", name, f)
				continue
			}
			if got := string(Decode(raw, f.Start, f.Encoding).Chars); got != tt.text {
				t.Errorf("%s is taken for %s: %q", name, f.Encoding.Name, got)
			}
		}
	}
}

func encode(t *testing.T, e *Encoding, text string) []byte {
	t.Helper()
	raw, _, err := transform.Bytes(e.codec.NewEncoder(), []byte(text))
	if err != nil {
		t.Fatalf("%s cannot write %q: %v", e.Name, text, err)
	}
	return raw
}

func TestDetectUnicode(t *testing.T) {
	const text = "城市,n\r\nZürich,1\r\n𠀀,2\r\n"
	for _, tt := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"utf-8", []byte(text), "utf-8"},
		{"utf-8 with a mark", []byte("\xef\xbb\xbf" + text), "utf-8"},
		{"utf-16le", encode(t, utf16le, text), "utf-16le"},
		{"utf-16be", encode(t, utf16be, text), "utf-16be"},
		{"utf-16le with a mark", append([]byte("\xff\xfe"), encode(t, utf16le, text)...), "utf-16le"},
		{"utf-16be with a mark", append([]byte("\xfe\xff"), encode(t, utf16be, text)...), "utf-16be"},
		{"utf-16le of letters alone", encode(t, utf16le, "a,b\n1,2\n"), "utf-16le"},
	} {
		f := Detect(tt.raw)
		if f.Encoding == nil || f.Encoding.Name != tt.want || f.Rival != nil {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
	for raw, want := range map[string]string{"\xff\xfe\x00\x00a\x00\x00\x00": "utf-32", "a\x1b$B0l\x1b(B": "iso-2022-jp"} {
		if f := Detect([]byte(raw)); f.Refused != want {
			t.Errorf("%q is refused as %q, want %q", raw, f.Refused, want)
		}
	}
	if f := Detect([]byte(strings.Repeat("Zürich,Genève\n", 9) + "Z\xfcrich\n")); f.Encoding != UTF8 {
		t.Errorf("UTF-8 with a broken byte is taken for %s", f.Encoding.Name)
	}
}

// What says too little is no finding: one byte that many letters share.
func TestDetectUnsure(t *testing.T) {
	for _, raw := range []string{"x\n\xa9\xb5\n", "a\n\x81\xfe\xc0\x90\xd0\xff\n"} {
		if f := Detect([]byte(raw)); f.Rival == nil && f.Encoding != nil {
			t.Errorf("%q is taken for %s without a doubt", raw, f.Encoding.Name)
		}
	}
}

// Every character leads to its bytes and every byte to its character.
func TestOffsets(t *testing.T) {
	for _, tt := range texts {
		text := strings.Repeat(tt.text, 25)
		for _, name := range append(strings.Fields(tt.encodings), "utf-16le", "utf-16be", "gb18030") {
			e := Lookup(name)
			var raw []byte
			var at []int
			encoded := map[rune][]byte{}
			for i, r := range text {
				if encoded[r] == nil {
					b, _, err := transform.Bytes(e.codec.NewEncoder(), []byte(string(r)))
					if err != nil {
						break
					}
					encoded[r] = b
				}
				for len(at) < i {
					at = append(at, -1)
				}
				at = append(at, len(raw))
				raw = append(raw, encoded[r]...)
			}
			d := Decode(raw, 0, e)
			if len(at) < len(text)-3 {
				continue // not a text for this encoding
			}
			if !bytes.Equal(d.Chars, []byte(text)) || d.Invalid >= 0 {
				t.Fatalf("%s does not decode to what was encoded", name)
			}
			for char, want := range at {
				if want < 0 || char%5 > 0 && char > 100 && char < len(at)-100 {
					continue
				}
				if got := d.Byte(char); got != want {
					t.Fatalf("%s: character at %d begins at byte %d, want %d", name, char, got, want)
				}
				if char%3 > 0 {
					continue
				}
				if got := d.Char(want); got != char {
					t.Fatalf("%s: byte %d belongs to the character at %d, want %d", name, want, got, char)
				}
			}
		}
	}
}

func TestInvalid(t *testing.T) {
	for _, tt := range []struct {
		encoding, raw string
		want          int
	}{
		{"utf-8", "a,b\n1,\xff\n", 6}, {"gb18030", "\xb3\xc7,\xff\n", 3}, {"shift_jis", "a\x81", 1}, {"utf-16le", "a\x00\x00\xd8b\x00", 2},
		{"gb18030", "\x84\x31\xa4\x37", -1}, {"utf-16be", "\xff\xfd", -1}, {"big5", "\xa5\x40", -1},
	} {
		if got := Decode([]byte(tt.raw), 0, Lookup(tt.encoding)).Invalid; got != tt.want {
			t.Errorf("first invalid byte of %q in %s is %d, want %d", tt.raw, tt.encoding, got, tt.want)
		}
	}
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{"GB2312": "gb18030", "Latin1": "windows-1252", "CP1251": "windows-1251", "Shift-JIS": "shift_jis", "UTF-16LE": "utf-16le", "mac roman": "mac-roman", "shift_jis": "shift_jis", "iso_8859-2": "iso-8859-2"} {
		if e := Lookup(name); e == nil || e.Name != want {
			t.Errorf("Lookup(%q) = %v, want %s", name, e, want)
		}
	}
	if Lookup("ebcdic") != nil {
		t.Error("an encoding that is not read is found")
	}
}
