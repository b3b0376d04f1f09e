import { strangePage } from './api-error.ts';
import type { Controlled } from './controller.ts';
import { controls, type Controls } from './controls.ts';
import { parseBody } from './request-body.ts';
import type { Route } from './route.ts';
import type { Truth } from './truth.ts';

/** What only a stand-in has: its truth, and the door by which a test or a demo changes what the network does. */
export function controlRoutes(truth: () => Truth, act: (given: Controls) => Promise<Controlled>): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/_stand-in\/truth$/,
      public: true,
      handle: () => ({ status: 200, body: truth() }),
    },
    {
      method: 'POST',
      path: /^\/_stand-in\/act$/,
      public: true,
      handle: async ({ body, contentType }) => {
        // A page of another host cannot send this type without asking first (CORS).
        if (contentType !== 'application/json') throw strangePage();
        return { status: 200, body: await act(parseBody(controls, body)) };
      },
    },
  ];
}
