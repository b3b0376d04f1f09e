/** A caller of the HTTP API, as any tenant would be. @throws Error with the problem's detail for any status but 2xx */
export function apiClient(baseUrl: string, apiKey: string) {
  return async function call<Answer>(
    method: string,
    path: string,
    body?: { readonly type: string; readonly text: string },
  ): Promise<Answer> {
    const headers = { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': body.type }) };
    const response = await fetch(baseUrl + path, { method, headers, ...(body && { body: body.text }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
}
