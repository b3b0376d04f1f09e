/** A piece of a message as WhatsApp draws it: text, or text that is bold, italic, struck or of fixed width. */
export type Piece = string | { readonly style: Style; readonly pieces: readonly Piece[] };
export type Style = 'strong' | 'em' | 's' | 'code';

const STYLES: Readonly<Record<string, Style>> = { '*': 'strong', _: 'em', '~': 's' };
const FIXED_WIDTH = /```(.+?)```/su;
const EDGE = /[\s\p{P}\p{S}]/u;
const BLANK = /\s/u;

/**
 * The pieces of a text: `*bold*`, `_italic_`, `~struck~`, and fixed width between three backticks. A marker opens behind a
 * blank, punctuation or nothing, and closes before one, in its line; what has no partner is text.
 */
export function piecesOf(text: string): readonly Piece[] {
  const fixed = FIXED_WIDTH.exec(text);
  if (!fixed) return text.split('\n').flatMap((line, place) => (place === 0 ? inline(line) : ['\n', ...inline(line)]));
  const [all, inner = ''] = fixed;
  const code: Piece = { style: 'code', pieces: [inner] };
  return [...piecesOf(text.slice(0, fixed.index)), code, ...piecesOf(text.slice(fixed.index + all.length))];
}

function inline(line: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const style = STYLES[line[at] ?? ''];
    const end = style && opens(line, at) ? closes(line, at) : undefined;
    if (!style || end === undefined) continue;
    if (at > from) found.push(line.slice(from, at));
    found.push({ style, pieces: inline(line.slice(at + 1, end)) });
    at = end;
    from = end + 1;
  }
  if (from < line.length) found.push(line.slice(from));
  return found;
}

function opens(line: string, at: number): boolean {
  const [before, next] = [line[at - 1], line[at + 1]];
  return (before === undefined || EDGE.test(before)) && next !== undefined && !BLANK.test(next) && next !== line[at];
}

/** Where the marker at `at` ends; undefined when it does not. */
function closes(line: string, at: number): number | undefined {
  for (let end = at + 2; end < line.length; end++) {
    if (line[end] !== line[at] || BLANK.test(line[end - 1] ?? ' ')) continue;
    const next = line[end + 1];
    if (next === undefined || EDGE.test(next)) return end;
  }
  return undefined;
}
