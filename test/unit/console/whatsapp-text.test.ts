import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { piecesOf, type Piece } from '../../../console/services/whatsapp-text.ts';

const strong = (...pieces: Piece[]): Piece => ({ style: 'strong', pieces });
const em = (...pieces: Piece[]): Piece => ({ style: 'em', pieces });

describe('the text of a message', () => {
  test.each<[string, readonly Piece[]]>([
    ['Hello *Ana*, hello', ['Hello ', strong('Ana'), ', hello']],
    ['*_both_*', [strong(em('both'))]],
    [
      '~gone~ and ```a *b* \n c```',
      [{ style: 's', pieces: ['gone'] }, ' and ', { style: 'code', pieces: ['a *b* \n c'] }],
    ],
    ['(*in brackets*)', ['(', strong('in brackets'), ')']],
  ])('%j is formatted', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  test.each(['2*3*4', '* a *', '*a *', '*open', '*a*b', 'snake_case_name', '**', '<b>not markup</b>'])(
    '%j is as it is typed',
    (text) => {
      expect(wordsOf(piecesOf(text))).toBe(text);
      expect(piecesOf(text).every((piece) => typeof piece === 'string')).toBe(true);
    },
  );

  test('a marker does not reach into the next line', () => {
    expect(piecesOf('*a\nb*')).toEqual(['*a', '\n', 'b*']);
  });

  test('no letter is lost, whatever is written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '*', '_', '~', '`', '\n', '.') });
    fc.assert(
      fc.property(text, (given) => {
        expect(wordsOf(piecesOf(given)).replaceAll(/[*_~`]/g, '')).toBe(given.replaceAll(/[*_~`]/g, ''));
      }),
    );
  });
});

function wordsOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : wordsOf(piece.pieces))).join('');
}
