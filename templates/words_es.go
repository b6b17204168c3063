package templates

var spanish = Words{
	Language: "es",

	Skip: "Ir al contenido", Home: "Portada", Stories: "Artículos", By: "Por ", And: " y ",
	Published: "Publicado: ", Updated: "Actualizado: ", Draft: "Borrador", Contents: "En este artículo",
	Corrections: "Correcciones", Update: "actualización", Correction: "corrección", SourceRevision: "revisión de la fuente", Was: "Antes: %s.", Now: "Ahora: %s.", Sentence: " ",
	Sources: "Fuentes", Tags: "Temas", Links: "Enlaces", Licence: "Licencia: ",
	Built:  "Hecho con Plotline a partir de Markdown y CSV",
	Charts: "El artículo en gráficos", More: "Más artículos", Pages: "Sobre este sitio", NoStories: "Todavía no hay artículos.",
	Sections: "Secciones", Page: "página %d", PageOf: "Página %d de %d", OtherPages: "Otras páginas", Newer: "Artículos más recientes", Older: "Artículos más antiguos",
	AlsoIn:       "Otros idiomas: ",
	NotFound:     "Esta página no está aquí",
	NotFoundText: "Puede que se haya movido o que la dirección tenga una errata. Todos los artículos están en la portada.",
	BackHome:     "Volver a la portada",
	Moved:        "Esta página se ha movido",
	MovedTo:      "Ir a la nueva dirección",

	Numbers: "De dónde salen estas cifras", NumbersHelp: "Cada cifra se comprobó con sus datos al crear esta página.",
	Why: "De dónde sale esta cifra: %s", Calculated: "Cálculo: ", MoreRow: "y 1 fila más", MoreRows: "y %d filas más", AllNumbers: "Todas las cifras", Close: "Cerrar",

	Notes: "Notas", BackToText: "Volver al texto, nota ", Table: "Tabla",

	Source: "Fuente", Note: "Nota", Data: "Datos", Download: "Descargar el CSV", Figure: "Figura %d.", ChartOf: "Gráfico: ",
	FromStory: "De: ", Reuse: "Usar este gráfico",
	Picture: "Imagen (PNG)", SharpPicture: "Imagen, el doble de nítida (PNG)", Drawing: "Dibujo vectorial (SVG)", DataFile: "Datos (CSV)", Facts: "Sobre el gráfico (JSON)",
	Fragment: "HTML para pegar", LiveFragment: "HTML para pegar, interactivo",
	PasteFrame: "Marco, para la mayoría de los sitios", PasteElement: "Componente web, para páginas sin marcos",
	PasteImage: "Imagen, para boletines y correo", PasteMarkdown: "Imagen en Markdown",
	Copy: "Copiar", Copied: "Copiado", GetChart: "Obtener el gráfico",
	LivePoints: "Gráfico interactivo", LiveHelp: "Recorra los valores con las flechas del teclado.",
	Colon: ": ", Comma: ", ", Semicolon: "; ",
}
