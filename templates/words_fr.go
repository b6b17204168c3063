package templates

// french has a no-break space (U+00A0) before colons and semicolons.
var french = Words{
	Language: "fr",

	Skip: "Aller au contenu", Home: "Accueil", Stories: "Articles", By: "Par ", And: " et ",
	Published: "Publié le ", Updated: "Mis à jour le ", Draft: "Brouillon", Contents: "Dans cet article",
	Corrections: "Rectificatifs", Update: "mise à jour", Correction: "rectification", SourceRevision: "révision de la source", Was: "Avant\u00a0: %s.", Now: "Maintenant\u00a0: %s.", Sentence: " ",
	Sources: "Sources", Tags: "Thèmes", Links: "Liens", Licence: "Licence\u00a0: ",
	Built:  "Produit à partir de Markdown et de CSV avec Plotline",
	Charts: "L’article en graphiques", More: "Autres articles", Pages: "À propos de ce site", NoStories: "Il n’y a pas encore d’article.",
	Sections: "Rubriques", Page: "page\u00a0%d", PageOf: "Page\u00a0%d sur %d", OtherPages: "Autres pages", Newer: "Articles plus récents", Older: "Articles plus anciens",
	AlsoIn:       "Autres langues\u00a0: ",
	NotFound:     "Cette page n’est pas ici",
	NotFoundText: "Elle a peut-être été déplacée, ou l’adresse contient une faute de frappe. Tous les articles sont sur la page d’accueil.",
	BackHome:     "Retour à l’accueil",
	Moved:        "Cette page a été déplacée",
	MovedTo:      "Aller à la nouvelle adresse",

	Numbers: "D’où viennent ces chiffres", NumbersHelp: "Chaque chiffre a été vérifié avec ses données lors de la création de cette page.",
	Why: "D’où vient ce chiffre\u00a0: %s", Calculated: "Calcul\u00a0: ", MoreRow: "et 1 autre ligne", MoreRows: "et %d autres lignes", AllNumbers: "Tous les chiffres", Close: "Fermer",

	Notes: "Notes de bas de page", BackToText: "Retour au texte, note ", Table: "Tableau",

	Source: "Source", Note: "Note", Data: "Données", Download: "Télécharger le CSV", Figure: "Figure\u00a0%d.", ChartOf: "Graphique\u00a0: ",
	FromStory: "Extrait de\u00a0: ", Reuse: "Utiliser ce graphique",
	Picture: "Image (PNG)", SharpPicture: "Image, deux fois plus nette (PNG)", Drawing: "Dessin vectoriel (SVG)", DataFile: "Données (CSV)", Facts: "À propos du graphique (JSON)",
	Fragment: "HTML à coller", LiveFragment: "HTML à coller, interactif",
	PasteFrame: "Cadre, pour la plupart des sites", PasteElement: "Composant web, pour les pages sans cadres",
	PasteImage: "Image, pour les lettres d’information et les courriels", PasteMarkdown: "Image en Markdown",
	Copy: "Copier", Copied: "Copié", GetChart: "Obtenir le graphique",
	LivePoints: "Graphique interactif", LiveHelp: "Les flèches du clavier parcourent les valeurs.",
	Colon: "\u00a0: ", Comma: ", ", Semicolon: "\u00a0; ",
}
