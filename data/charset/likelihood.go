package charset

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// languages hold the letters beyond a to z of each language, commonest first.
var languages = sync.OnceValue(func() map[rune][]share {
	return alphabets(
		"éèàêçîâôûëïùœæüÿ", // French
		"üäößéèàáëî",       // German
		"óíáéñúüç",         // Spanish
		"ãçáéíóêâõôúàü",    // Portuguese
		"àèìòùéîó",         // Italian
		"åøæäöéüôàèáó",     // Danish, Norwegian, Swedish
		"äöåéšžüõ",         // Finnish, Estonian
		"ëéïèöüóáêô",       // Dutch
		"íáðóéöþúæý",       // Icelandic
		"éíóáúâêôŵŷï",      // Irish, Welsh
		"àòìèùé",           // Gaelic
		"àéóèíòïúçü·",      // Catalan
		"üéöáäóíèñçåøãæàêâëôúïîõßìšžý", // names from all over Western Europe
		"łóążęśćńź",         // Polish
		"íáéěřčšýžůúňťďó",   // Czech
		"áíéčžýúšľťňôďäóŕĺ", // Slovak
		"áéöóőíüűú",         // Hungarian
		"ăâîșțşţ",           // Romanian
		"čšžćđ",             // Croatian, Slovene
		"ėšųžįūčąę",         // Lithuanian
		"āīēšūņļģķžčö",      // Latvian
		"ışğüöçİâîû",        // Turkish
		"àáạảãđêôơưâăế",     // Vietnamese in windows-1258
		"οαιτεσνηυρκλπμςωδίγάόύέήθώχφβξζψϊϋΐΰ",                // Greek
		"оаеинтрслвкмдпуягбыьзчйхжшюцщэфёъ",                   // Russian
		"оаинівтерсклудмпзябьгчйхцїжєюшщфґ",                   // Ukrainian
		"аиоетнрсвлкдпмзгъубчяцщжхшйюфь",                      // Bulgarian
		"аоиенрстујвкдмплзбгчшцхњћжљђџф",                      // Serbian, Macedonian
		"יוהלארתמבשנעדםקפחטגצכןסזךףץ",                         // Hebrew
		"اليمنرتوبةدعسفهحقشكجأصطخىإضثزذئءغظآؤ",                // Arabic
		"انیرتدیمهوبشسکزلگخفقحعجچپآصطضغذ",                     // Persian
		"านรกเงอมยวลดต่้ทสคปหบพชไขแจะใีิัำุูโถธผณซศฟ์ึื็ภญฐษ", // Thai
	)
})

// common holds the characters commonest in tables and headings, by language.
var common = sync.OnceValue(func() map[rune]bool {
	common := map[rune]bool{}
	for _, r := range "的一是不了在人有我他这年月日市省区县人口数总计合单位万元亿比增长率地上下中国大小学生名称编号北京海广东西南州江苏浙福建山河湖安徽陕甘青云贵川重庆天津黑龙吉林辽宁内蒙古新疆香港台湾宁夏注来源资料据统局企业公司业工农产值收入出口进额度期本同公里平方指标项目类别其他城镇乡村男女平均全部个第三二四五六七八九十百千科技教育医院卫生交通电力成都武汉深圳杭合肥沈阳" +
		"臺灣區縣數總計單學國東龍廣萬億長業產進出額標項類別鄉鎮醫衛電統資料來源說明備註編號稱間點場車華門義連興豐員與為會開關機構" +
		"都道府県市町村区合計年度人数総世帯件平均東京大阪神奈川愛知福岡北海実績前比率男女計日本者業" {
		common[r] = true
	}
	for _, r := range "이다의가을는에한고도지시구동군면리로사인대부서산전주기계수자연월일명원률율합총남여세수경강제광울종충청라상북해천성포안양평김박최정국민학교병회공장소유성업건물별구분제조비용액" {
		common[r] = true
	}
	return common
})

// share is how likely a language has a letter, as a logarithm.
type share struct {
	language int
	log      float64
}

// alphabets turns alphabets in the order of how common their letters are into shares by letter. The
// order in which letters are weighed is that of the text, so that sums are the same every time.
func alphabets(orders ...string) map[rune][]share {
	out := map[rune][]share{}
	for language, order := range orders {
		weights, sum := map[rune]float64{}, 0.0
		flat := 2.0 // an alphabet of its own is used more evenly than a few accents
		if utf8.RuneCountInString(order) > 26 {
			flat = 8
		}
		var letters []rune
		for rank, r := range []rune(order) {
			w := 1 / (float64(rank) + flat)
			weights[r] += w
			letters = append(letters, r)
			sum += w
			if upper := unicode.ToUpper(r); upper != r && unicode.ToLower(upper) == r {
				weights[upper] += w / 5
				letters = append(letters, upper)
				sum += w / 5
			}
		}
		for _, r := range letters {
			if w := weights[r]; w > 0 {
				out[r] = append(out[r], share{language, math.Log(0.8 * w / sum)})
				weights[r] = 0 // a letter counts once
			}
		}
	}
	return out
}

// signs are what stands beside letters in ordinary text.
const signs = "’–“”„…°€£§«»¹²³½·•´—‘‚×±®©™ºªµ\u00a0\u00ad№"

// likelihood is the logarithm of how likely people write these characters: those of the language
// in which that is most. Only characters beyond ASCII count. A character that was one byte and one
// of two bytes are alike: both count once for each, so that texts of any length compare.
func likelihood(chars string, single bool) float64 {
	if !single {
		return ideographs(chars)
	}
	letters := languages()
	var sums [mostLanguages]float64
	score := 0.0
	before := ' '
	for i, r := range chars {
		if r >= utf8.RuneSelf {
			after, _ := utf8.DecodeRuneInString(chars[i+utf8.RuneLen(r):])
			elsewhere := math.Log(chance(r))
			score += setting(before, r, after) + elsewhere
			for _, l := range letters[r] {
				sums[l.language] += l.log - elsewhere
			}
		}
		before = r
	}
	return score + slices.Max(sums[:])
}

const mostLanguages = 32

// chance is how likely a character beyond ASCII comes next in a language that has no such letter.
func chance(r rune) float64 {
	switch {
	case strings.ContainsRune("’–°\u00a0", r):
		return 0.03
	case strings.ContainsRune(signs, r):
		return 0.006
	case r == utf8.RuneError || unicode.IsControl(r):
		return 1e-9
	case unicode.IsLetter(r):
		return 0.0004
	}
	return 0.0001
}

// setting is what speaks against a character beside its neighbours: a sign inside a word, a capital
// behind a small letter, letters of two scripts in one word.
func setting(before, r, after rune) float64 {
	inside := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case (r == 'º' || r == 'ª') && (unicode.IsDigit(before) || before == 'N' || before == 'n'):
		return 0 // 3º, Nº
	case unicode.IsMark(r):
		if !unicode.IsLetter(before) && !unicode.IsMark(before) {
			return -6
		}
		return 0
	case r == '’' && inside && latin(before) && !strings.ContainsRune("stdlrvmSTDLRVM", after) && !strings.ContainsRune("ldjmtscnuoLDJMTSCNUO", before):
		return -3 // the bank’s, don’t, l’eau, O’Hara
	case !unicode.IsLetter(r):
		if inside && !strings.ContainsRune("’´\u00a0\u00ad·", r) {
			return -6
		}
		return 0
	case unicode.IsUpper(r) && unicode.IsLower(before) || unicode.IsLower(r) && unicode.IsUpper(after) && before != ' ':
		return -4
	case r == 'ì' && inside:
		return -3 // Italian has it at the end of words
	case latin(r) != latin(before) && unicode.IsLetter(before) || latin(r) != latin(after) && unicode.IsLetter(after):
		return -6
	case unicode.IsDigit(before) || unicode.IsDigit(after):
		return -3
	case !unicode.IsLetter(before) && !unicode.IsLetter(after) && !unicode.IsMark(after):
		return -3 // a letter alone
	}
	return 0
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// ideographs weighs text of two bytes a character.
func ideographs(chars string) float64 {
	score := 0.0
	before := ' '
	for _, r := range chars {
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r):
			score -= 20
		case common()[r]:
			score -= 5.5
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			if r >= 0xff61 && r <= 0xff9f {
				score -= 4.5 // of half width: one byte
				if !unicode.Is(unicode.Katakana, before) {
					score -= 2.5 // and hardly alone
				}
			} else {
				score -= 5
			}
		case strings.ContainsRune("，。、：；（）《》“”・「」－—％　～／", r) || r >= 0xff01 && r <= 0xff5e:
			score -= 6.5
		case firstLevel()[r] && unicode.Is(unicode.Hangul, r):
			score -= 8.5 // there are fewer of them
		case firstLevel()[r]:
			score -= 9
		case unicode.Is(unicode.Hangul, r):
			score -= 13
		case r >= 0x4e00 && r <= 0x9fff:
			score -= 11
		default:
			score -= 12
		}
		if eastern(r) {
			score -= strange(before)
		} else if eastern(before) {
			score -= strange(r)
		}
		before = r
	}
	return score
}

func eastern(r rune) bool { return r >= 0x2e80 }

// strange is what speaks against a Latin letter right beside an ideograph.
func strange(letter rune) float64 {
	switch {
	case letter >= 'a' && letter <= 'z':
		return 5
	case letter >= 'A' && letter <= 'Z':
		return 1.5
	}
	return 0
}

// firstLevel holds the characters that GB 2312, KS X 1001, Big5 or JIS count among the everyday ones; their
// tables tell by where they put them.
var firstLevel = sync.OnceValue(func() map[rune]bool {
	firstLevel := map[rune]bool{}
	for _, part := range []struct {
		e        *Encoding
		from, to byte
		tails    [][2]int
	}{
		{gb18030, 0xb0, 0xd7, [][2]int{{0xa1, 0xfe}}},
		{Lookup("euc-kr"), 0xb0, 0xc8, [][2]int{{0xa1, 0xfe}}},
		{Lookup("big5"), 0xa4, 0xc6, [][2]int{{0x40, 0x7e}, {0xa1, 0xfe}}},
		{Lookup("shift_jis"), 0x88, 0x97, [][2]int{{0x40, 0x7e}, {0x80, 0xfc}}},
	} {
		var pairs []byte
		for lead := int(part.from); lead <= int(part.to); lead++ {
			for _, tail := range part.tails {
				for b := tail[0]; b <= tail[1]; b++ {
					pairs = append(pairs, byte(lead), byte(b))
				}
			}
		}
		for _, r := range string(Decode(pairs, 0, part.e).Chars) {
			firstLevel[r] = true
		}
	}
	return firstLevel
})
