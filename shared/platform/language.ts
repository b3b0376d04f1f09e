import * as z from 'zod';

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A language: a BCP 47 tag like de or pt-BR, in canonical form once parsed. */
export const language = z
  .string()
  .max(35)
  .transform((tag, context) => {
    const canonical = canonicalLanguage(tag);
    if (canonical) return canonical;
    context.addIssue({
      code: 'custom',
      params: { code: 'language' },
      message: 'must be a BCP 47 tag like de or pt-BR',
    });
    return z.NEVER;
  });

/** Names like English are well-formed as tags, but no language: no criterion would find them. */
function canonicalLanguage(tag: string): string | undefined {
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag);
    const [base = ''] = canonical.split('-', 1);
    return base.length === 3 || (base.length === 2 && names.of(base)) ? canonical : undefined;
  } catch {
    return undefined;
  }
}
