/** Valid names, cached: Intl takes 35 µs for each check, and an import repeats the same few thousands of times. */
const validNames = new Set<string>();

/** Whether it is a name in the IANA database ('Europe/Berlin'). Intl also accepts offsets like '+02:00'. */
export function isTimeZone(name: string): boolean {
  if (validNames.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  validNames.add(name);
  return true;
}
