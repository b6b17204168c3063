package claim

import (
	"slices"
	"strings"
	"testing"
)

// Each sentence has the numbers that a reader would ask the source of between « and »; all others
// are dates, names, ordinals, plain counts and the like. The marks were set before the code was written.
var findEnglish = []string{
	// figures
	`Hefei had more than «840» companies working on artificial intelligence in 2021.`,
	`That was «23.2 percent» up on the year.`,
	`The count rose from «42.5» registrations to more than «430», about «ten times» as many.`,
	`The rest, about «two-thirds», is made elsewhere.`,
	`The city closed the year with «21.192 million» residents, «245,000» more than before.`,
	`«One in three» laptops comes from there, and «one in ten» phones.`,
	`The four years before that had brought «170» between them.`,
	`It makes «70%» of all iPads and nearly «20 percent» of the laptops.`,
	`The budget is «$1.5bn», or «€1,400m».`,
	`Output fell «0.4 percent» while prices grew «3-fold».`,
	`About «half» of the firms are new.`,
	`Sales «doubled», then «halved» again.`,
	`They pay «twice» as much as before.`,
	`«Three times» as many people came.`,
	`Nearly «a quarter» of the votes were lost.`,
	`«A third» of voters stayed at home.`,
	`«Twelve million» people live there.`,
	`«A dozen» firms closed and «a hundred» opened.`,
	`Shares lost «2½ percent».`,
	`The panel has «20 to 25» members.`,
	`The lead shrank to «5» points, from «12».`,
	`Temperatures fell to «-5» degrees.`,
	`The share is between «10 and 15 percent».`,
	`«Ten» firms signed, and «eleven» did not.`,
	`It counts «1500» km of road.`,
	`More than «2000» companies registered.`,
	`Emissions of CO2 rose by «4 percent».`,
	`The 5G network reaches «98 percent» of homes.`,
	`«1 in 5» children is poor.`,
	`The ratio is «3.5» to one.`,
	`Some «150,000» people marched.`,
	`Growth of «8 percentage points» is unusual.`,
	`Profits rose «tenfold».`,
	`Unemployment stands at «7.9%», the lowest since 1990.`,
	`| Chengdu | «70» | 2021 |`,
	// and what only looks like them
	`One city picked one thing, two picked another, and nine did nothing.`,
	`In the past two years three firms closed.`,
	`China Daily published it on 27 May 2022 at 09:11.`,
	`On May 27, 2022, the minister spoke.`,
	`It was founded in 1921, rebuilt in 1946-49 and closed by 2020.`,
	`The 2020 figure is derived from that of 2021.`,
	`Between 2019 and 2021 the rule changed.`,
	`In the 1990s and the 2010s nothing happened.`,
	`The deadline is 2022-05-27, or 27/05/2022.`,
	`The meeting began at 9:30 am and ended at 6 pm.`,
	`He rose at 6.30am and left at 5 o'clock.`,
	`Li Wei, 34, runs a shop.`,
	`A 34-year-old woman and a man aged 41 were hurt.`,
	`She is 29 years old; he died at the age of 83.`,
	`He is in his 40s.`,
	`The 21st century, the 3rd floor and the 100th day.`,
	`It came first, second and third; a third company followed.`,
	`See Section 4.2, Chapter 3, Figure 2 and Table 1 on page 12.`,
	`COVID-19 hit the G20, the A4 page, the F-16 and the MH370 flight.`,
	`Version 2.1.3 follows v2.0; it needs Python 3.12.`,
	`Call +86 10 6552 9988 or 555-0123.`,
	`He lives at 10 Downing Street, London.`,
	`Write to 1600 Pennsylvania Avenue or to PO Box 12.`,
	`Route 66, Apollo 11, and Boeing 737: names all.`,
	`Article 5 and No. 7 of the law, § 12 and rule #3.`,
	`The first half was quiet; a half-hearted second half followed.`,
	`She goes twice a week and they met three times.`,
	`Dozens came, hundreds stayed, thousands left, several returned.`,
	`No one knows; one another; the two of them.`,
	`In the third quarter, it made a loss; the fourth quarter was better.`,
	`It has a zero-tolerance policy and a double standard.`,
	`In 3D and 4K, on Web 2.0.`,
	`The Group of 20 met on Friday the 13th.`,
	`In May, June and on 3 July; in July 2021.`,
	`The clause is 12(a) of Law No. 101.`,
	`ISBN 978-3-16-148410-0.`,
	`By mid-2023 or early 2024, after post-2008 rules.`,
	`The under-20s and the 737s.`,
	`In 221 BC the empire began.`,
	`They finished in the top 10.`,
}

var findChinese = []string{
	`2021年，合肥拥有«840»家人工智能企业。`,
	`同比增长«23.2%»。`,
	`企业超过«1500»家。`,
	`占全球的近«两成»。`,
	`约占全球的«三分之一»。`,
	`常住人口为«2119.2万»人，比上年末增加«24.5万»人。`,
	`数量«翻了一番»。`,
	`增长了«百分之二十»。`,
	`价格是去年的«3倍»。`,
	`«一半»以上的企业是新的。`,
	`全省有«两千»家企业，«三百万»人就业。`,
	`«每三台中有一»台产自重庆。`,
	`共有«十二»家公司参加。`,
	`投资«1.2万亿»元。`,
	`上涨«0.5个百分点»。`,
	`5G用户达到«3.5亿»户。`,
	`年均«20至25»家。`,
	`气温降至«零下5»度。`,
	`注册了«860»多家企业，前四年只有«170»家。`,
	`四座城市人口超过«两千万»。`,
	`这是一个统一的市场，一些企业十分满意。`,
	`四川、三亚和百度都在其中。`,
	`2022年5月27日09:11，中国日报报道。`,
	`5月27日上午9时30分开始。`,
	`他今年34岁，住在人民路12号。`,
	`第三季度好于第二季度，第10名。`,
	`二〇二一年和2021—2022年。`,
	`“十四五”规划和二十大报告。`,
	`上世纪90年代的90后。`,
	`新冠疫情COVID-19，G20峰会，A4纸，PM2.5。`,
	`地铁3号线和第5版。`,
	`两年来，三家公司关闭，一家开业。`,
	`见第4.2节、图2和表1。`,
	`电话：010-6552-9988。`,
	`近年来，数百家企业，几十个国家，上万人。`,
	`双十一当天，两会之后。`,
}

var findTraditional = []string{
	`2021年，合肥有«840»家人工智慧公司。`,
	`年增«23.2%»，占全球近«兩成»。`,
	`約占全球的«三分之一»，比去年多«0.5個百分點»。`,
	`常住人口«2119.2萬»人，比上年底增加«24.5萬»人。`,
	`營收«翻了一番»，超過«1.2兆»元。`,
	`全國有«兩千»間餐廳，«三百萬»人就業。`,
	`«每三台就有一»台來自重慶。`,
	`註冊了«860»多家公司，前四年只有«170»家。`,
	`他今年34歲，住在中山路12號3樓。`,
	`5月27日上午9時30分開始，第三季優於第二季。`,
	`晚上8點半，90後和80後都來了。`,
	`雙十節前，萬華的十分熱鬧。`,
	`近年來，數百家公司，幾十個國家，上萬人。`,
	`見第4.2節、圖2和表1。`,
	`兩年來，三家公司關閉，一家開業。`,
	`二〇二一年和2021—2022年。`,
}

func TestFind(t *testing.T) {
	for language, sentences := range map[string][]string{"en": findEnglish, "zh-Hans": findChinese, "zh-Hant": findTraditional} {
		for _, want := range sentences {
			text := strings.NewReplacer("«", "", "»", "").Replace(want)
			got, at := "", 0
			for _, f := range Find(text, language) {
				got += text[at:f.Start] + "«" + text[f.Start:f.End] + "»"
				at = f.End
			}
			if got += text[at:]; got != want {
				t.Errorf("Find(%s)\n got %s\nwant %s", language, got, want)
			}
		}
	}
}

// TestFirst looks for every phrase of every lexicon in the words that tell whether a text is worth reading.
func TestFirst(t *testing.T) {
	for table, first := range firsts() {
		l := &lexicon{table: table, root: roots()[table]}
		var walk func(words []string, n *node)
		walk = func(words []string, n *node) {
			for word, next := range n.next {
				words := append(slices.Clip(words), word)
				for _, text := range []string{strings.Join(words, " "), "x " + strings.ToUpper(strings.Join(words, "  ")) + ".", strings.Join(words, "-"), strings.Join(words, "\n")} {
					for _, token := range l.tokens(nil, text, 0) {
						if token.is(begin) && !first.numbers.in(text) {
							t.Errorf("%s: no number is looked for in %q", table.tags, text)
						}
						if token.is(telling) && !first.telling.in(text) {
							t.Errorf("%s: no hedge or move is looked for in %q", table.tags, text)
						}
					}
				}
				walk(words, next)
			}
		}
		walk(nil, l.root)
		for _, idle := range []string{"Hefei, the capital of Anhui, counted ", "A lot of people said the ", "合肥"} {
			if first.telling.in(idle) {
				t.Errorf("%s: %q is read in vain", table.tags, idle)
			}
		}
	}
}
