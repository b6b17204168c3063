package templates

import "strings"

// languages are their own names, as their readers look for them.
var languages = map[string]string{
	"af": "Afrikaans", "am": "አማርኛ", "ar": "العربية", "az": "azərbaycan", "be": "беларуская", "bg": "български", "bn": "বাংলা",
	"bs": "bosanski", "ca": "català", "cs": "čeština", "cy": "Cymraeg", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά",
	"en": "English", "eo": "Esperanto", "es": "español", "et": "eesti", "eu": "euskara", "fa": "فارسی", "fi": "suomi", "fr": "français",
	"ga": "Gaeilge", "gl": "galego", "gu": "ગુજરાતી", "ha": "Hausa", "he": "עברית", "hi": "हिन्दी", "hr": "hrvatski", "hu": "magyar",
	"hy": "հայերեն", "id": "Indonesia", "is": "íslenska", "it": "italiano", "ja": "日本語", "ka": "ქართული", "kk": "қазақ тілі",
	"km": "ខ្មែរ", "kn": "ಕನ್ನಡ", "ko": "한국어", "ku": "kurdî", "ky": "кыргызча", "lb": "Lëtzebuergesch", "lo": "ລາວ", "lt": "lietuvių",
	"lv": "latviešu", "mk": "македонски", "ml": "മലയാളം", "mn": "монгол", "mr": "मराठी", "ms": "Melayu", "mt": "Malti", "my": "မြန်မာ",
	"nb": "norsk bokmål", "ne": "नेपाली", "nl": "Nederlands", "nn": "norsk nynorsk", "no": "norsk", "pa": "ਪੰਜਾਬੀ", "pl": "polski",
	"ps": "پښتو", "pt": "português", "rm": "rumantsch", "ro": "română", "ru": "русский", "si": "සිංහල", "sk": "slovenčina",
	"sl": "slovenščina", "so": "Soomaali", "sq": "shqip", "sr": "српски", "sv": "svenska", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు",
	"th": "ไทย", "tr": "Türkçe", "uk": "українська", "ur": "اردو", "uz": "o‘zbek", "vi": "Tiếng Việt", "xh": "IsiXhosa", "yo": "Yorùbá",
	"zh": "中文", "zh-hans": "简体中文", "zh-hant": "繁體中文", "zu": "isiZulu",
}

// LanguageName returns a language tag's name in its own language, with what the name does not say of
// the tag behind it: "Deutsch", "português (BR)". It is empty for a language that is not known here.
func LanguageName(tag string) string {
	for known := strings.ToLower(tag); known != ""; {
		if name := languages[known]; name != "" {
			if rest := tag[len(known):]; rest != "" {
				name += " (" + rest[1:] + ")"
			}
			return name
		}
		known = known[:max(strings.LastIndexByte(known, '-'), 0)]
	}
	return ""
}
