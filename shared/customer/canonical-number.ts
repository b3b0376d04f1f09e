/**
 * Networks spell some numbers in two ways: Mexico's with or without a 1 for mobiles (+52 1 …), Argentina's with or without a 9
 * (+54 9 …), Brazil's mobiles with or without the ninth digit. No two people differ in that alone, so a customer is unique
 * under one spelling. A landline of Brazil begins with 2 to 5 and never gets a ninth digit.
 */
const OTHER_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^\+521(\d{10})$/, '+52$1'],
  [/^\+549(\d{10})$/, '+54$1'],
  [/^\+55(\d\d)([6-9]\d{7})$/, '+55$19$2'],
];

/** The spelling under which a number is unique. @param number E.164 */
export function canonicalNumber(number: string): string {
  return OTHER_SPELLINGS.reduce((text, [pattern, spelling]) => text.replace(pattern, spelling), number);
}

/** The same number's other spelling, where its country has one. @param canonical from `canonicalNumber` */
const TO_OTHER: readonly (readonly [RegExp, string])[] = [
  [/^\+52(\d{10})$/, '+521$1'],
  [/^\+54(\d{10})$/, '+549$1'],
  [/^\+55(\d\d)9([6-9]\d{7})$/, '+55$1$2'],
];

/** Every spelling of a number, the canonical one first. @param number E.164 */
export function spellingsOf(number: string): string[] {
  const canonical = canonicalNumber(number);
  const others = TO_OTHER.filter(([pattern]) => pattern.test(canonical)).map(([pattern, spelling]) =>
    canonical.replace(pattern, spelling),
  );
  return [canonical, ...others];
}
