/** The letters of a text in one form and lower case: '*Stop!* 🛑' is 'stop'. Vowel signs of Indic scripts and the like stay. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}]+/gu, '');
}
