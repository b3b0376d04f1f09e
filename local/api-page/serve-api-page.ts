import type { RequestListener } from 'node:http';

import { openApi } from '../../shared/contract/openapi.ts';
import { ROUTES } from '../../shared/routes.ts';
import { ANSWER_HEADERS } from '../../shared/runtime/answer-headers.ts';
import type { ApiDocument } from './operation-html.ts';
import { apiPage, PAGE_POLICY } from './page.ts';

/** `GET /docs` of a local start: the API as a page. It is made when it is first asked for, from the contracts. */
export function serveApiPage(): RequestListener {
  let page: string | undefined;
  return (_request, response) => {
    page ??= apiPage(openApi(ROUTES) as ApiDocument);
    response.writeHead(200, {
      ...ANSWER_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
    });
    response.end(page);
  };
}
