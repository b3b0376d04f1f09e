/** Text for HTML: nothing in it is markup. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A description as HTML: of its Markdown, what stands in backticks. */
export function prose(text: string | undefined): string {
  return escaped(text ?? '').replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** A table; its cells are HTML. Empty without rows. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>${line('th', headings)}${rows.map((row) => line('td', row)).join('\n')}</table>`;
}

/** A value as indented JSON. */
export function json(value: unknown): string {
  return `<pre><code>${escaped(JSON.stringify(value, null, 2))}</code></pre>`;
}
