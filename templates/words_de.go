package templates

var german = Words{
	Language: "de",

	Skip: "Zum Inhalt springen", Home: "Startseite", Stories: "Beiträge", By: "Von ", And: " und ",
	Published: "Veröffentlicht: ", Updated: "Aktualisiert: ", Draft: "Entwurf", Contents: "In diesem Beitrag",
	Corrections: "Korrekturen", Update: "Aktualisierung", Correction: "Korrektur", SourceRevision: "Revision der Quelle", Was: "Vorher: %s.", Now: "Jetzt: %s.", Sentence: " ",
	Sources: "Quellen", Tags: "Themen", Links: "Verweise", Licence: "Lizenz: ",
	Built:  "Mit Plotline aus Markdown und CSV erstellt",
	Charts: "Der Beitrag in Grafiken", More: "Weitere Beiträge", Pages: "Über diese Seite", NoStories: "Es gibt noch keine Beiträge.",
	Sections: "Ressorts", Page: "Seite %d", PageOf: "Seite %d von %d", OtherPages: "Weitere Seiten", Newer: "Neuere Beiträge", Older: "Ältere Beiträge",
	AlsoIn:       "Auch auf ",
	NotFound:     "Diese Seite gibt es hier nicht",
	NotFoundText: "Vielleicht ist sie umgezogen, oder die Adresse enthält einen Tippfehler. Alle Beiträge stehen auf der Startseite.",
	BackHome:     "Zurück zur Startseite",
	Moved:        "Diese Seite ist umgezogen",
	MovedTo:      "Zur neuen Adresse",

	Numbers: "Woher wir diese Zahlen kennen", NumbersHelp: "Jede Zahl wurde mit ihren Daten abgeglichen, als diese Seite entstand.",
	Why: "Woher wir das wissen: %s", Calculated: "Berechnet: ", MoreRow: "und 1 weitere Zeile", MoreRows: "und %d weitere Zeilen", AllNumbers: "Alle Zahlen", Close: "Schließen",

	Notes: "Anmerkungen", BackToText: "Zurück zum Text, Anmerkung ", Table: "Tabelle",

	Source: "Quelle", Note: "Anmerkung", Data: "Daten", Download: "CSV herunterladen", Figure: "Abbildung %d.", ChartOf: "Grafik: ",
	FromStory: "Aus: ", Reuse: "Diese Grafik verwenden",
	Picture: "Bild (PNG)", SharpPicture: "Bild, doppelt so scharf (PNG)", Drawing: "Vektorgrafik (SVG)", DataFile: "Daten (CSV)", Facts: "Über die Grafik (JSON)",
	Fragment: "HTML zum Einfügen", LiveFragment: "HTML zum Einfügen, interaktiv",
	PasteFrame: "Rahmen, für die meisten Websites", PasteElement: "Webkomponente, für Seiten ohne Rahmen",
	PasteImage: "Bild, für Newsletter und E-Mail", PasteMarkdown: "Bild in Markdown",
	Copy: "Kopieren", Copied: "Kopiert", GetChart: "Zur Grafik",
	LivePoints: "Interaktive Grafik", LiveHelp: "Mit den Pfeiltasten gehen Sie die Werte durch.",
	Colon: ": ", Comma: ", ", Semicolon: "; ",
}
