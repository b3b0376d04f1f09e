import type { ComponentChildren } from 'preact';

import { piecesOf, type Piece } from '../services/whatsapp-text.ts';

/** A message's text as WhatsApp formats it. Whatever is in it is text: no piece of it becomes markup. */
export function FormattedText({ text, lang }: { readonly text: string; readonly lang: string }) {
  const lines = text.split('\n');
  const isPlain = !text.includes('```');
  if (!isPlain)
    return (
      <p dir="auto" lang={lang}>
        {drawn(piecesOf(text))}
      </p>
    );
  return (
    <>
      {lines.map((line, place) => (
        <p key={place} dir="auto" lang={lang}>
          {drawn(piecesOf(line))}
        </p>
      ))}
    </>
  );
}

function drawn(pieces: readonly Piece[]): ComponentChildren {
  return pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const Style = piece.style;
    return <Style>{drawn(piece.pieces)}</Style>;
  });
}
