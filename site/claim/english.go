package claim

// english reads what British and American newspapers write.
var english = table{
	tags: []string{"en"},
	counts: "zero=0|nought=0|one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|eleven=11|twelve=12|" +
		"thirteen=13|fourteen=14|fifteen=15|sixteen=16|seventeen=17|eighteen=18|nineteen=19|twenty=20|thirty=30|" +
		"forty=40|fifty=50|sixty=60|seventy=70|eighty=80|ninety=90",
	smalls:   "hundred=100|dozen=12",
	bigs:     "thousand=1000|million=1000000|mn=1000000|mln=1000000|billion=1000000000|bn=1000000000|trillion=1000000000000|tn=1000000000000|trn=1000000000000|quadrillion=1000000000000000|lakh=100000|lakhs=100000|crore=10000000|crores=10000000",
	suffixes: "k=1000|m=1000000|b=1000000000|t=1000000000000",
	parts: "third=3|thirds=3|quarter=4|quarters=4|fourth=4|fourths=4|fifth=5|fifths=5|sixth=6|sixths=6|seventh=7|sevenths=7|" +
		"eighth=8|eighths=8|ninth=9|ninths=9|tenth=10|tenths=10|twelfth=12|twelfths=12|twentieth=20|twentieths=20|" +
		"hundredth=100|hundredths=100|thousandth=1000|thousandths=1000",
	halves:   "half",
	percents: "percent=1|per cent=1|pct=1|percentage point=1|percentage points=1|pp=1|per mille=1/10|per mil=1/10|basis point=1/100|basis points=1/100|bps=1/100",
	times:    "times|fold|x",
	changes: "double=2|doubled=2|doubles=2|doubling=2|twice=2|triple=3|tripled=3|triples=3|tripling=3|trebled=3|treble=3|thrice=3|" +
		"quadruple=4|quadrupled=4|quadrupling=4|quintupled=5|twofold=2|threefold=3|fourfold=4|fivefold=5|sixfold=6|" +
		"sevenfold=7|eightfold=8|ninefold=9|tenfold=10|twentyfold=20|hundredfold=100",
	shrinks: "halved=1/2|halves=1/2|halving=1/2|cut in half=1/2",

	before: map[Hedge]string{
		Exactly:  "exactly|precisely|equal to",
		MoreThan: "more than|over|above|upward of|upwards of|in excess of|greater than|larger than|higher than|exceeding|exceeded|exceeds|north of|beyond|topping|topped|surpassing|surpassed",
		AtLeast:  "at least|at the least|at the very least|as few as|as little as|no fewer than|no less than|not less than|not fewer than|never less than|a minimum of|minimum of|not under|not below",
		UpTo:     "up to|at most|no more than|not more than|never more than|not over|not above|as many as|as much as|a maximum of|maximum of|not exceeding",
		Under:    "under|below|less than|fewer than|lower than|smaller than|not even|south of",
		Nearly:   "nearly|almost|close to|approaching|nearing|near|virtually|not far short of",
		About:    "about|around|roughly|some|approximately|approx|approx.|circa|ca|ca.|c.|estimated|an estimated|in the region of|in the order of|on the order of|more or less",
		JustOver: "just over|just above|just more than|a little over|a little more than|a little above|little more than|slightly over|slightly more than|slightly above|a bit more than|a bit over|a shade over|a touch over|marginally more than|marginally over",
		JustUnder: "just under|just below|just less than|a little under|a little less than|a little below|slightly under|slightly less than|slightly fewer than|slightly below|" +
			"a bit less than|a bit under|a shade under|a touch under|just short of|just shy of|shy of|not quite|marginally less than|marginally under",
		WellOver:  "well over|well above|far more than|far over|far above|much more than|many more than|significantly more than|considerably more than",
		WellUnder: "well under|well below|far less than|far fewer than|far below|far under|much less than|significantly less than|considerably less than|nowhere near",
		Most:      "most|a majority|the majority|majority|the bulk",
	},
	after: map[Hedge]string{
		Exactly: "exactly|precisely|on the dot",
		AtLeast: "or more|or higher|or above|or over|or greater|plus|and more|and above|and over|and up|and upward|and upwards|minimum",
		UpTo:    "or fewer|or less|or below|or lower|or under|at most|maximum|tops",
		About:   "or so|or thereabouts|more or less|approximately|roughly|give or take",
		Odd:     "odd",
	},
	say: map[Hedge]string{
		Bare: "%s", MoreThan: "more than %s", AtLeast: "at least %s", UpTo: "up to %s", Under: "less than %s", Nearly: "nearly %s",
		About: "about %s", JustOver: "just over %s", JustUnder: "just under %s", WellOver: "well over %s", WellUnder: "well under %s",
	},

	up: "rose|rise|rises|risen|rising|grew|grow|grows|grown|growing|growth of|up|increased|increase|increases|increasing|gained|gain|gains|gaining|" +
		"climbed|climb|climbs|climbing|jumped|jump|jumps|jumping|surged|surge|surges|surging|soared|soar|soars|soaring|advanced|expanded|expand|expands|expanding|" +
		"added|leapt|leaped|rallied|strengthened|swelled|accelerated by|higher by",
	down: "fell|fall|falls|fallen|falling|down|declined|decline|declines|declining|dropped|drop|drops|dropping|lost|lose|loses|losing|" +
		"shrank|shrink|shrinks|shrunk|shrinking|decreased|decrease|decreases|decreasing|slipped|slip|slips|slipping|slid|slide|sank|sink|sinks|sunk|plunged|plunge|plunges|" +
		"plummeted|tumbled|tumble|contracted|dipped|dip|dips|reduced|slumped|slump|eased|weakened|lower by|retreated",
	upBehind:   "up|higher|more|increase|rise|growth|gain|jump|surge|upswing|larger|bigger|greater|higher than|more than|larger than|greater than",
	downBehind: "down|lower|fewer|less|decrease|decline|fall|drop|loss|reduction|slump|plunge|smaller|cut|dip|lower than|less than|fewer than|smaller than",
	blocks: "to|at|in|from|on|for|with|among|amongst|across|during|after|since|before|until|till|when|as|and|or|but|while|that|which|who|" +
		"whose|because|where|below|above|under|beneath|past|into|within|than|against|is|are|was|were|has|have|had|makes|make|made",
	not: "not|no longer|n't|never|didn't|doesn't|don't|hasn't|haven't|hadn't|wasn't|weren't|isn't|aren't|won't|wouldn't|didn’t|doesn’t|hasn’t|wasn’t|isn’t|rather than|instead of",

	reach:    3,
	inward:   "nearly|almost|roughly|approximately|odd|or more|or higher|or above|or over|or greater|or fewer|or less|or below|or lower|or under|or so|or thereabouts",
	by:       "by",
	articles: "a|an",
	and:      "and",
	point:    "point",
	in:       "in|in every|out of|out of every|of every|among every|for every",
	of:       "of",
	ranges:   "to|through",
	between:  "between|from between",
	or:       "or",
	from:     "from",
	per:      "per",
	minus:    "minus|negative",
	endings:  "st|nd|rd|th",
	fill: "by|of|the|a|an|only|just|merely|a mere|a total of|total of|a record|record|a further|further|another|an additional|additional|an average|an average of|average|a combined|combined|" +
		"its|their|his|her|our|all|overall|these|those|this|some of",
	units: "index points|points|us dollar|us dollars|dollar|dollars|cent|cents|euro|euros|pound|pounds|yuan|renminbi|yen|won|rupee|rupees|" +
		"km|kilometre|kilometres|kilometer|kilometers|metre|metres|meter|meters|mile|miles|hectare|hectares|acre|acres|" +
		"square metres|square metre|square meters|square kilometres|square kilometers|square miles|square feet|" +
		"tonne|tonnes|ton|tons|kg|kilogram|kilograms|gram|grams|g|litre|litres|liter|liters|barrel|barrels|" +
		"degree|degrees|celsius|fahrenheit|kwh|mwh|gwh|twh|mw|gw|kilowatt hours|megawatts|gigawatts|" +
		"second|seconds|minute|minutes|hour|hours|day|days|week|weeks|month|months|year|years",
	vague: "several|few|many|dozens|scores|hundreds|thousands|millions|billions|trillions|tens of thousands|hundreds of thousands|tens of millions|hundreds of millions|" +
		"couple|a couple of|handful|a handful of|countless|numerous|various|barely|hardly|scarcely|lots|plenty",
	aside: "as well as|first half|second half|other half|half year|half time|shut down|closed down|turned down|broken down|laid down|slowed down|stood down|narrowed down|as many|so many as|as a whole|of more|no one|one another|one of the|at one point|over time|over the year|in all|at all|more and more|above all|the few|so many|up and down|some day|year over year|all over|over there",
}
