/** What a text of JSON says; undefined for any other text, which no schema of an object takes. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
