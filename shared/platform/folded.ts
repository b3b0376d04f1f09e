/** A text as it is compared: in whichever case, and in whichever form of its characters, it was written. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether a name contains what is looked for, which everything does without it. */
export function isNamed(name: string, wanted: string | undefined): boolean {
  return wanted === undefined || folded(name).includes(folded(wanted));
}
