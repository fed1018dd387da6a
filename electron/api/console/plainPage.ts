/** A page of a few sentences, for when the window's own page cannot be shown. `lines` are HTML of ours. */
export function plainPage(title: string, lines: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Taskyard: ${title}</title>
<style>
/* the colours and sizes of the window, whose files are not served here */
:root { color-scheme: light dark; background: light-dark(#ffffff, #141518); color: light-dark(#4b4f55, #b3b6bb); }
body { margin: 0; font: 13px/20px Inter, "Segoe UI", "Noto Sans", system-ui, sans-serif; }
main { max-width: 464px; margin: 128px auto 0; padding: 0 16px; }
h1 { margin: 0; color: light-dark(#191c21, #e8e9eb); font-size: 22px; font-weight: 600; line-height: 28px; letter-spacing: -0.01em; }
p { margin: 12px 0 0; }
code { color: light-dark(#191c21, #e8e9eb); font: 12px "JetBrains Mono", ui-monospace, monospace; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
</main>
</body>
</html>
`
}
