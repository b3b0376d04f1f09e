// Written by `npm run openapi` from the contracts: change those, not this.

export interface paths {
  '/v1/tenant': {
    /** Rename your tenant, choose its default sender, say whether anything is sent, when and how often campaigns may reach a customer, what they may cost in a day, which need approval, what opts out and which country numbers are of, or give its credentials at the provider */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['TenantChange'] } };
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Tenant'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read your tenant */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Tenant'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/senders/{id}': {
    /** Rename a sender or change its rate or daily limit; running campaigns keep to them from their next chunk on */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['SenderChange'] } };
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Sender'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a sender */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Sender'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/senders': {
    /** Add a WhatsApp sender; the first one becomes the default */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['SenderDraft'] } };
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Sender'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List senders, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Sender'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/api-keys': {
    /** Make an API key; the key itself is shown this once */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['ApiKeyDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['NewApiKey'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List API keys, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['ApiKey'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/api-keys/{id}': {
    /** Revoke an API key at once; the last that can make others stays */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/members/{id}': {
    /** Change what a member may do, how the team calls the person, and whether alerts are sent */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['MemberChange'] } };
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Member'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Remove a member, who is refused at once; the last who can add others stays */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/members': {
    /** Add a person, who can sign in with this address once it is verified */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['MemberDraft'] } };
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Member'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List members, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Member'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/me': {
    /** Read who you are, what you may do, and in which tenants */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Me'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/{id}': {
    /** Change a customer: fields given replace, fields not given stay, null empties */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['CustomerChange'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Customer'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Erase a customer: the person is gone at once, and a job removes whatever else is stored of them; counts stay */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a customer */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Customer'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/{id}/consents': {
    /** List what was said of whether a customer may be written to, the latest statement first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Statement'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers': {
    /** List customers, newest first; with a filter, a page may be short while more follow */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those who have this tag. */
          tag?: string;
          /** The one who has this number. */
          phone_number?: string;
          /** Those whose consent is this. */
          consent?: 'opted_in' | 'opted_out' | 'unknown';
          /** Those who are in this segment now. */
          segment_id?: string;
          /** Those made at this time or later. */
          created_after?: string;
          /** Those made before this time. */
          created_before?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Customer'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Add the customer of a number, or change the one it has; the id stays */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['CustomerDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Customer'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/import': {
    /** Add or change customers from a CSV file; good rows go in, bad rows are reported by line */
    post: {
      parameters: {
        query?: {
          /** Which field each column is, as JSON: `{"Handy": "phone_number"}`. */
          mapping?: string;
          /** Of numbers without a country code. */
          default_country?: string;
          /** Whether the people of the file agreed, as JSON, as in `ImportDraft`: `{"answer": "none"}`. */
          consent?: string;
          /** What the file’s tags do to those a customer has. */
          tags?: 'replace' | 'add';
        };
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'text/csv': string } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['CustomerImport'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/imports': {
    /** Prepare the import of a CSV file of up to 256 MB, and get a form to upload it */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: { content: { 'application/json': components['schemas']['ImportDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['ImportUpload'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/imports/{id}': {
    /** Read an import: how far it is, and which rows could not be imported */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Import'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/imports/{id}/resume': {
    /** Go on with an import that failed or was cancelled, from where it stopped; while it runs, it changes nothing */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['BegunJob'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/imports/{id}/start': {
    /** Import a file that has been uploaded; again, it changes nothing */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['BegunJob'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/jobs/{id}/cancel': {
    /** Ask an import, an export or a reconciliation to stop; it does before its next step. It needs the scope of the route that began the job */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Job'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/jobs/{id}': {
    /** Read a job: how far it is, and whether it has ended. It needs the scope of the route that began the job */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Job'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/templates': {
    /** Make a template. A campaign with the same content uses it */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Unique in the account, together with the language, for ever. */
            name: string;
            /** What it will be submitted as. */
            category?: 'marketing' | 'utility';
            /** The language it is written in: BCP 47. */
            language?: string;
            /** The text; may hold placeholders like `{{name}}`. */
            message_content: string;
            /** What is above the text. */
            media_type?: 'text' | 'image' | 'video' | 'document';
            /** Where the provider fetches the media; required unless `media_type` is text. */
            media_url?: string;
            /** Stands above the text. */
            media_caption?: string;
            /** A bold line above a text without media. */
            header_text?: string;
            /** A small line below the text. */
            footer?: string;
            buttons?: components['schemas']['ButtonGiven'][];
          };
        };
      };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Template'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
      };
    };
    /** List templates as they were last looked at. With filters, a page may be short though another follows */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those with this status. */
          status?: 'draft' | 'submitted' | 'approved' | 'rejected' | 'paused' | 'disabled' | 'gone';
          /** Those whose name contains this, in upper or lower case. */
          name?: string;
          /** Those in exactly this language. */
          language?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Template'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/templates/{id}': {
    /** Delete a template at the provider and at WhatsApp; a campaign that sends it pauses, so that this needs campaigns:send then */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Template'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
      };
    };
    /** Read a template as it was last looked at */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Template'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/templates/{id}/submit': {
    /** Submit a template for WhatsApp's review */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          'application/json': {
            /** What WhatsApp reviews it as. */
            category?: 'marketing' | 'utility';
          };
        };
      };
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Template'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
      };
    };
  };
  '/v1/templates/sync': {
    /** Look at every template of the provider's account, with its approval */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['BegunJob'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/segments/{id}': {
    /** Change a segment; campaigns that have begun keep it as it was. Criteria that a scheduled campaign goes by need the scope campaigns:send as well */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['SegmentChange'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Segment'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Delete a segment that no other segment and no scheduled campaign names */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a segment, and how many customers are in it now */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Segment'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/segments': {
    /** Save criteria as a segment, which campaigns and other segments can name */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['SegmentDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Segment'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List segments, newest first. By name, a page may be short though another follows */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those whose name contains this, in upper or lower case. */
          name?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Segment'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/approve': {
    /** Approve a campaign that somebody else wrote, as it is now */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
          /** The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412). */
          'If-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        412: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/cancel': {
    /** Stop for good; whoever was planned and not sent to is skipped */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}': {
    /** Change a campaign that has not begun, or is paused before anybody was planned; one that is scheduled needs the scope campaigns:send as well */
    patch: {
      parameters: {
        query?: never;
        header?: {
          /** The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412). */
          'If-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['CampaignChange'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        412: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Delete a draft or a cancelled campaign */
    delete: {
      parameters: {
        query?: never;
        header?: {
          /** The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412). */
          'If-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        412: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a campaign */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** The `ETag` of an earlier answer: the answer is 304, without a body, while nothing changed. */
          'If-None-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        304: { headers: { [name: string]: unknown }; content?: never };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/winner': {
    /** Decide an experiment by hand: those who wait get this arm, and nothing is called proved */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['WinnerChoice'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/clone': {
    /** Make a draft of the same contents, audience and settings */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          'application/json': {
            /** The campaign’s, and ", copy", unless given. */
            name?: string;
          };
        };
      };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns': {
    /** Create a campaign: a draft, or scheduled when it names a time */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['CampaignDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List campaigns, newest first; with a name or times, a page may be short while more follow */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those with this status. */
          status?: components['schemas']['CampaignStatus'];
          /** Those whose name contains this, in upper or lower case. */
          name?: string;
          /** Those made at this time or later. */
          created_after?: string;
          /** Those made before this time. */
          created_before?: string;
          /** `totals` adds what became of each campaign’s messages; it needs the scope analytics:view as well. */
          expand?: 'totals';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Campaign'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/execute': {
    /** Send a campaign now */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
          /** The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412). */
          'If-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: { content: { 'application/json': components['schemas']['CampaignExecution'] } };
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        412: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/approvers': {
    /** List the members who may approve a campaign as it is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Approvers'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/pause': {
    /** Stop sending within seconds; nobody is lost */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/prepare': {
    /** Have the templates of a campaign reviewed before it is sent */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['BegunJob'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/reconcile': {
    /** Ask the provider again about the messages whose outcome is unknown; nothing is sent */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['BegunJob'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/replay': {
    /** Send again to those who failed, whose outcome is unknown, or whose message was given up */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Failed messages, those with an unknown outcome, or those that were given up. */
            scope: 'failed' | 'unknown' | 'dead_letter';
          };
        };
      };
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/resume': {
    /** Go on sending where a pause stopped it */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/retarget': {
    /** Make a draft for those recipients who did, or did not, do something with a campaign */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Who of those whom the campaign was sent to; "skipped": those whom it was not. */
            who: components['schemas']['RetargetAudience'];
            /** The campaign’s, and who, unless given. */
            name?: string;
          };
        };
      };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/schedule': {
    /** Send a campaign at a time to come, or at another than it was to */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
          /** The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412). */
          'If-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** When it is sent by itself. */
            scheduled_at: string;
            /** The reach that the preflight told; off by more than 1 %, nothing is sent and the answer is 409. */
            expected_reach?: number;
          };
        };
      };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Campaign'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        412: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/media/{id}/check': {
    /** Have an uploaded file checked, by what is in it: it is ready or refused then; again, it changes nothing */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Media'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/media': {
    /** Prepare a picture, a video or a document for campaigns, and get a form to upload it */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['MediaDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['MediaUpload'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List media, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Media'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/media/{id}': {
    /** Delete a medium and its file, unless a campaign to come has its address */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a medium: whether it is ready, and its address, which campaigns take as `media_url` */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Media'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/audit': {
    /** List who changed what, newest first; entries are kept for 400 days, or as many as `retention` of the tenant says */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Which campaign’s entries. */
          campaign_id?: string;
          /** Whose entries: the id of a key or member, or a kind of actor. */
          actor?: string;
          /** Which action, or the resource that it begins with. */
          action?: string;
          /** Those made at this time or later. */
          created_after?: string;
          /** Those made before this time. */
          created_before?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['AuditEntry'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/audit': {
    /** List who changed a campaign, newest first; also of one that has been deleted */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Whose entries: the id of a key or member, or a kind of actor. */
          actor?: string;
          /** Which action, or the resource that it begins with. */
          action?: string;
          /** Those made at this time or later. */
          created_after?: string;
          /** Those made before this time. */
          created_before?: string;
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['AuditEntry'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/alerts': {
    /** List what needs a person now: paused campaigns, refused templates, limits, the spend cap, quality, endpoints, dead letters, experiments */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Alerts'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/audience': {
    /** List the people whom a figure of the preflight counts, newest first; a page may be short while more follow. It needs the scope campaigns:read, too */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those who get it; those who are left out for this reason, as `left_out.by_reason` counts them; or `left_out`, for whatever reason. */
          outcome?:
            | 'reached'
            | 'left_out'
            | 'opted_out'
            | 'suppressed'
            | 'not_opted_in'
            | 'no_number'
            | 'duplicate'
            | 'customer_deleted'
            | 'missing_variable'
            | 'too_long'
            | 'outside_window'
            | 'us_marketing'
            | 'cancelled'
            | 'holdout'
            | 'no_winner';
          /** Of those who get it, the ones who get this content, by its key. */
          content?: string;
          /** Of these, the ones who have no value for this placeholder, named as `placeholder` of a warning does: they read its default, or are left out for it. */
          lacking?: string;
          /** Of those who get it, the ones with a number of this country; `none`: of no country. */
          country?: string;
          /** Of those who get it, the ones whose message has this price, as `cost.lines` counts them. */
          category?: 'marketing' | 'utility' | 'service';
          /** Of those who get it, the ones who wait by this rule, as `waits` counts them. */
          waits?: 'sending_hours' | 'frequency_cap' | 'send_time';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Customer'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/preflight': {
    /** Count who would get a campaign, what it costs and when it is through, before it is sent */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Preflight'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/preflight': {
    /** The same for a draft that is not saved, and may be unfinished */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: { content: { 'application/json': components['schemas']['UnfinishedDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Preflight'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/preview': {
    /** Show what one person would get of a campaign, to the letter, and why that */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['PreviewRequest'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Preview'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/test': {
    /** Send a campaign’s message to up to ten numbers at once, as a test that counts nowhere */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['TestRequest'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['TestAnswer'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
      };
    };
  };
  '/v1/customers/{id}/messages': {
    /** List what a customer was sent by campaigns, those of the newest campaigns first; a page may be short while more follow */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['CustomerMessage'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/messages': {
    /** List a campaign’s messages, those of the newest customers first; with filters, a page may be short while more follow */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those with exactly this status. */
          status?: components['schemas']['MessageStatus'];
          /** Those that came at least so far, as the report counts them. */
          reached?: 'handed_over' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
          /** Those that did not come so far. */
          not_reached?: 'handed_over' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
          /** Those that failed with this code; `none` for those without one. */
          error_code?: string;
          /** Those that were skipped for this reason. */
          reason?: string;
          /** Those of this content, by its key. */
          content?: string;
          /** Those of the contents in this language. */
          language?: string;
          /** Those who got this variant of the experiment. */
          variant?: string;
          /** Those of this part of it: the test, whoever got what won, or who got nothing by chance. */
          phase?: 'test' | 'rest' | 'holdout';
          /** Whether it was sent, or tried to be sent, to somebody of the test. */
          tried?: 'true' | 'false';
          /** Whether they are of the test and have had their whole time, as the report counts it. */
          window_over?: 'true' | 'false';
          /** Whether they are of the test and did in their time what the experiment counts. */
          did?: 'true' | 'false';
          /** Those whom `holdout` of the report counts on this side as `planned`: their time is over. */
          holdout?: 'sent' | 'held';
          /** Whether they converted in their time, as `holdout` of the report counts it. */
          holdout_converted?: 'true' | 'false';
          /** Those whose customer tapped this button, by its id. */
          button?: string;
          /** Those whose customer did not. */
          not_button?: string;
          /** Whether the customer tapped any button. */
          tapped?: 'true' | 'false';
          /** Whether the customer replied in words. */
          replied?: 'true' | 'false';
          /** Whether the customer opted out in reply. */
          opted_out?: 'true' | 'false';
          /** Those that came to the step of `reached` at this time or later; without it, that the provider took. */
          from?: string;
          /** The same, before this time. */
          to?: string;
          /** `customer` adds each customer that is named. */
          expand?: 'customer';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Message'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/messages/{customer_id}': {
    /** Read a campaign’s message to one customer */
    get: {
      parameters: {
        query?: {
          /** `customer` adds each customer that is named. */
          expand?: 'customer';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
          /** The id of the customer */
          customer_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Message'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/button-click': {
    /** Report a tap that no webhook tells of, such as one on a call button */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['ButtonClick'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Interaction'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/interactions/{interaction_id}/conversion': {
    /** Say what an interaction led to; the same conversion again changes nothing */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
          /** The id of the interaction */
          interaction_id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['ConversionDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Interaction'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/conversions': {
    /** List the interactions that led to a conversion, the latest conversion first; or those of a campaign, the latest tap first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those of this campaign. */
          campaign_id?: string;
          /** `customer` adds each customer that is named. */
          expand?: 'customer';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Interaction'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Report a conversion; it is credited to the customer’s last click within the campaign’s attribution window */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['ConversionReport'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json':
              | {
                  id: string;
                  campaign_id: string;
                  customer_id: string;
                  message_id: string;
                  button_id: string;
                  button_title: string;
                  button_type: components['schemas']['ButtonType'];
                  /** How Herald learned of the tap. */
                  source: 'inbound' | 'redirect' | 'call' | 'api';
                  clicked_at: string;
                  /** Only with `expand=customer`; null when the customer was erased. */
                  customer?: components['schemas']['Customer'] | null;
                  /** Which of the campaign’s contents it was. */
                  content_key: string | null;
                  /** Which arm of the campaign’s experiment it was; null outside of one. */
                  variant: string | null;
                  /** What the customer wrote after the tap. */
                  response_message: string | null;
                  /** What came of a tap that an agent answers; null for others, and until it is known. */
                  agent_outcome: ('answered' | 'fallback' | 'silent' | 'skipped' | 'failed' | 'unknown') | null;
                  /** Why the customer did not get the agent’s words. */
                  agent_reason: string | null;
                  /** Whether a conversion was credited to it. */
                  led_to_conversion: boolean;
                  /** What it led to. */
                  conversion_type: string | null;
                  /** Your id of the conversion. */
                  conversion_reference_id: string | null;
                  /** What the conversion was worth, as a decimal number. */
                  value: string | null;
                  /** ISO 4217 */
                  currency: string | null;
                  /** When. */
                  converted_at: string | null;
                  /** Your own notes. */
                  metadata: { [key: string]: string };
                  /** Whether a click was found for it. */
                  attributed: true;
                }
              | {
                  /** Whether a click was found for it. */
                  attributed: false;
                };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/{id}/interactions': {
    /** List a customer’s interactions with all campaigns, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Interaction'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/interactions': {
    /** List a campaign’s interactions, newest first; with several filters, a page may be short while more follow */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those with this button. */
          button_id?: string;
          /** Those of this customer. */
          customer_id?: string;
          /** Those that led to a conversion. */
          converted?: 'true';
          /** Those that led to one of this type. */
          conversion_type?: string;
          /** Those on this content, by its key. */
          content?: string;
          /** Those on this variant of the experiment. */
          variant?: string;
          /** Those of which this came, where an agent answers. */
          agent_outcome?: 'answered' | 'fallback' | 'silent' | 'skipped' | 'failed' | 'unknown';
          /** Those that the agent did not answer for this reason. */
          agent_reason?: string;
          /** Those in this hour of the day, 0 to 23, in UTC. */
          hour?: string;
          /** The same by the customer’s clock. */
          local_hour?: string;
          /** Those on this day of the week by the customer’s clock; 0 is Monday. */
          local_weekday?: string;
          /** Those tapped at this time or later. */
          from?: string;
          /** Those tapped before this time. */
          to?: string;
          /** The newest of each customer alone, those of the newest customers first. */
          one_per?: 'customer';
          /** `customer` adds each customer that is named. */
          expand?: 'customer';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Interaction'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/{id}/replies': {
    /** List what a customer wrote lately, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Reply'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/replies': {
    /** List what people wrote lately in answer to a campaign, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** `customer` adds each customer that is named. */
          expand?: 'customer';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Reply'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/exports': {
    /** Export a list to a file: the rows that the list with this filter shows. It needs the scope of the list */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['ExportDraft'] } };
      responses: {
        202: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Export'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List the exports of the last 30 days whose scopes you have, newest first; without their links */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['Export'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/exports/{id}': {
    /** Read an export: how far it is, and a link to its file for an hour. It needs the scope of the list */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Export'] } };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/campaigns/{id}/report': {
    /** Read a campaign’s report, and how sure it is that it did better or worse than up to five others */
    get: {
      parameters: {
        query?: {
          /** Ids of up to five campaigns, with commas between them. */
          compare?: string;
        };
        header?: {
          /** The `ETag` of an earlier answer: the answer is 304, without a body, while nothing changed. */
          'If-None-Match'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Report'] } };
        304: { headers: { [name: string]: unknown }; content?: never };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/button-insights': {
    /** Read what buttons had in common that were tapped more often, across the newest campaigns that have begun */
    get: {
      parameters: {
        query?: {
          /** How many of the newest campaigns it looks at. */
          campaigns?: number;
          /** Campaigns that began before are left out. */
          since?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['ButtonInsights'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/customers/{id}/prediction': {
    /** Read how likely a customer taps what is sent to them now, where that is proved to be better than a guess */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['CustomerPrediction'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/predictions': {
    /** Read what was learnt of who taps, how good that is on people it has not seen, and whether it is used */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Predictions'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints/{id}': {
    /** Change, disable or enable a webhook endpoint; what is on its way ends when it is disabled */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['WebhookEndpointChange'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['WebhookEndpoint'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Delete a webhook endpoint; nothing more is sent to it */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Deleted'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** Read a webhook endpoint */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['WebhookEndpoint'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints': {
    /** Say where events are to be sent; the secret that signs them is shown this once */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: { content: { 'application/json': components['schemas']['WebhookEndpointDraft'] } };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['NewWebhookSecret'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
    /** List webhook endpoints, newest first */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['WebhookEndpoint'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints/{id}/deliveries': {
    /** List what was sent to an endpoint lately, newest first; kept for 30 days, or as many as `retention` of the tenant says */
    get: {
      parameters: {
        query?: {
          /** How many entries a page has at most. */
          limit?: number;
          /** Where the page begins: `next_cursor` of the page before, with the same filters. */
          cursor?: string;
          /** Adds how many entries the whole list has. */
          count?: 'true';
          /** Those with this status. */
          status?: 'pending' | 'delivered' | 'dead_letter';
        };
        header?: never;
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: {
            'application/json': {
              data: components['schemas']['WebhookDelivery'][];
              /** Where the next page begins; null after the last one. */
              next_cursor: string | null;
              /** Only with `count=true`. */
              count?: {
                /** So many entries were found. */
                value: number;
                /** False when the counting was cut short: there are this many, or more. */
                complete: boolean;
              };
            };
          };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay': {
    /** Send a delivery again, whatever came of it; its attempts start anew */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
          /** The id of the delivery */
          delivery_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['WebhookDelivery'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints/{id}/rotate': {
    /** Make a new signing secret, shown this once; the former one signs beside it for 24 hours */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['NewWebhookSecret'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/v1/webhook-endpoints/{id}/test': {
    /** Send a webhook.test message to an endpoint */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** The first answer is given again to the same request with the same key, for 24 hours. */
          'Idempotency-Key'?: string;
        };
        path: {
          /** The id of the resource */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['WebhookDelivery'] };
        };
        400: components['responses']['Invalid'];
        401: components['responses']['Unauthorized'];
        403: components['responses']['Forbidden'];
        404: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        409: {
          headers: { [name: string]: unknown };
          content: { 'application/problem+json': components['schemas']['Problem'] };
        };
        413: components['responses']['TooLarge'];
        415: components['responses']['UnsupportedType'];
        429: components['responses']['TooManyRequests'];
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
  '/openapi.json': {
    /** Read this description of the API: OpenAPI 3.1 */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { [key: string]: unknown } } };
        500: components['responses']['Bug'];
        503: components['responses']['Unavailable'];
      };
    };
  };
}

export interface components {
  schemas: {
    /** RFC 9457. `code` is stable; `errors` lists every fault of a request at once. */
    Problem: {
      /** A name for the kind of error. */
      type: string;
      /** The name of the status. */
      title: string;
      /** The status of the answer. */
      status: number;
      /** What to do, for a person. */
      detail?: string;
      /** Stable: use it in programs. Absent from a 500. */
      code?: string;
      /** The id of the request, as in `x-request-id`. */
      request_id: string;
      /** Each fault; only of a 400. */
      errors?: {
        /** Where in the request, dotted; empty for the request as a whole. */
        path: string;
        /** Stable. */
        code: string;
        /** What to do, for a person. */
        message: string;
      }[];
    };
    TenantChange: {
      name?: string;
      /** The sender of a campaign that names none. */
      default_sender_id?: string;
      /** Whether anything is sent: "stopped" holds back every campaign, test, automatic reply and answer of an agent. */
      sending?: 'on' | 'stopped';
      /** For every campaign without hours of its own; null permits any time. */
      sending_hours?: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days?: number[];
      } | null;
      /** How many campaign messages a customer may get; null permits any number. */
      frequency_cap?: components['schemas']['FrequencyCap'] | null;
      /** Whether a message that WhatsApp held back for its marketing limit (63049) is tried once more, a day later. */
      retry_held_back?: boolean;
      /** Words that opt out besides the known ones, if they are a whole message. */
      opt_out_words?: string[] | null;
      /** The country of numbers in files that are written without a country code. */
      default_country?: string | null;
      /** The footer of new campaigns that name none: "opt_out" tells how to opt out in the language of each content; or a line for each language. */
      default_footer?: ('opt_out' | { [key: string]: string }) | null;
      /** Your currency and your own prices of messages, for estimates; null for the list in USD. */
      message_prices?: components['schemas']['MessagePrices'] | null;
      /** For how many days replies, webhook deliveries, ended jobs and the audit are kept, of what is written from now on; null for 30, 30, 30 and 400. */
      retention?: components['schemas']['Retention'] | null;
      /** What campaigns may cost in a day, as expected by the prices; who does not fit waits for the next day. Null for any amount. */
      spend_cap?: {
        /** What may be spent in a day, in the currency of message_prices; without one, in USD. */
        amount: string;
        /** By whose clock a day begins and ends; IANA. */
        time_zone?: string;
      } | null;
      /** A campaign that reaches more people than this goes only once another member than who wrote it has approved it; null for none. An installation may set a figure that a tenant can only go below. */
      approval_above?: number | null;
      /** Your account at Twilio. Kept in the secret store; never read back. With a new token for the same account, signatures of the former one are accepted for 24 hours more. */
      twilio?: {
        /** The account’s SID. */
        account_sid: string;
        /** Its auth token; checks the signatures of Twilio’s requests, also where an API key authenticates Herald’s. */
        auth_token: string;
        /** An API key’s SID. */
        api_key_sid?: string;
        /** Its secret. */
        api_key_secret?: string;
        /** Sent with each message: the service that the sender belongs to. */
        messaging_service_sid?: string;
      };
      /** Null: signatures of the former token are accepted no longer; with `twilio`, not for a moment. */
      twilio_former_token?: null;
    };
    FrequencyCap: {
      /** In any 24 hours. */
      per_day?: number;
      /** In any 7 days. */
      per_week?: number;
    };
    MessagePrices: {
      /** ISO 4217 */
      currency: string;
      /** What one unit of the list’s currency, USD, is worth; without it, another currency has its own prices alone. */
      exchange_rate?: string;
      /** What a message costs you, by country; else the list counts. */
      own?: {
        [key: string]: {
          /** A marketing template. */
          marketing?: string;
          /** A utility template. */
          utility?: string;
          /** An answer within 24 hours. */
          service?: string;
        };
      };
    };
    Retention: {
      /** What people write. */
      replies_days?: number;
      /** What was sent to webhook endpoints, and can be sent again. */
      webhook_deliveries_days?: number;
      /** Jobs that have ended. */
      jobs_days?: number;
      /** Who changed what. */
      audit_days?: number;
    };
    Tenant: {
      id: string;
      name: string;
      /** The sender of a campaign that names none. */
      default_sender_id: string | null;
      /** Whether anything is sent: "stopped" holds back every campaign, test, automatic reply and answer of an agent. */
      sending: 'on' | 'stopped';
      /** For every campaign without hours of its own; null permits any time. */
      sending_hours: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days: number[];
      } | null;
      /** How many campaign messages a customer may get; null permits any number. */
      frequency_cap: components['schemas']['FrequencyCap'] | null;
      /** Whether a message that WhatsApp held back for its marketing limit (63049) is tried once more, a day later. */
      retry_held_back: boolean;
      /** Words that opt out besides the known ones, if they are a whole message. */
      opt_out_words: string[];
      /** The country of numbers in files that are written without a country code. */
      default_country: string | null;
      /** The footer of new campaigns that name none: "opt_out" tells how to opt out in the language of each content; or a line for each language. */
      default_footer: ('opt_out' | { [key: string]: string }) | null;
      /** Your currency and your own prices of messages, for estimates; null for the list in USD. */
      message_prices: components['schemas']['MessagePrices'] | null;
      /** For how many days replies, webhook deliveries, ended jobs and the audit are kept, of what is written from now on; null for 30, 30, 30 and 400. */
      retention: components['schemas']['KeptFor'];
      /** What campaigns may cost in a day, as expected by the prices; who does not fit waits for the next day. Null for any amount. */
      spend_cap: {
        /** What may be spent in a day, in the currency of message_prices; without one, in USD. */
        amount: string;
        /** By whose clock a day begins and ends; IANA. */
        time_zone: string;
      } | null;
      /** A campaign that reaches more people than this goes only once another member than who wrote it has approved it; null for none. An installation may set a figure that a tenant can only go below. */
      approval_above: number | null;
      created_at: string;
      updated_at: string;
      /** What the tenant may make and ask for; whoever operates Herald changes it. */
      quotas: components['schemas']['Quotas'];
    };
    KeptFor: {
      /** What people write. */
      replies_days: number;
      /** What was sent to webhook endpoints, and can be sent again. */
      webhook_deliveries_days: number;
      /** Jobs that have ended. */
      jobs_days: number;
      /** Who changed what. */
      audit_days: number;
    };
    Quotas: {
      /** Over ten seconds: a second may have more. */
      requests_per_second: number;
      /** Campaigns that were not scheduled or sent yet. */
      draft_campaigns: number;
      /** Campaigns that are scheduled, sending or paused. */
      active_campaigns: number;
      /** Templates that were not submitted for review yet. */
      draft_templates: number;
      /** Imports that wait for their file, or run. */
      open_imports: number;
      senders: number;
      /** Saved audiences. */
      segments: number;
      api_keys: number;
      /** People who may sign in. */
      members: number;
      webhook_endpoints: number;
      /** Exports that are being written. */
      running_exports: number;
      /** Uploaded pictures, videos and documents. */
      media: number;
      /** Different names of conversions: each is a counter in every report. */
      conversion_types: number;
      /** Different currencies of conversions: each has counters for every button. */
      currencies: number;
    };
    SenderChange: {
      name?: string;
      /** Messages per second the provider permits: 80 for most, one per 3 s in the sandbox. */
      rate?: number;
      /** To how many people it may send templates in any 24 hours: the tier of WhatsApp’s messaging limit. Unlimited without it. */
      daily_limit?: number | null;
    };
    Sender: {
      id: string;
      name: string;
      phone_number: string;
      /** Messages per second the provider permits: 80 for most, one per 3 s in the sandbox. */
      rate: number;
      /** To how many people it may send templates in any 24 hours: the tier of WhatsApp’s messaging limit. Unlimited without it. */
      daily_limit: number | null;
      /** WhatsApp’s limit of people per 24 hours, as last read; null when not known. */
      messaging_limit: (number | 'unlimited') | null;
      /** How people rate the number, as last read; null when not known. */
      quality_rating: string | null;
      /** The limit that WhatsApp said is reached: `portfolio_limit` keeps templates waiting, `account_limit` everything; null when none is. */
      limited_by: ('portfolio_limit' | 'account_limit') | null;
      /** When that limit may have passed, and sending is tried again. */
      limited_until: string | null;
      /** Nothing is sent before this: the provider asked to slow down, or did not answer. Null when it sends. */
      braked_until: string | null;
      created_at: string;
      updated_at: string;
      /** To how many more people it may send templates now, by the lower of both limits less whom Herald counts of the last 24 hours, since the sender has a limit; null without one. */
      daily_left: number | null;
    };
    SenderDraft: {
      name?: string;
      phone_number: string;
      /** Messages per second the provider permits: 80 for most, one per 3 s in the sandbox. */
      rate?: number;
      /** To how many people it may send templates in any 24 hours: the tier of WhatsApp’s messaging limit. Unlimited without it. */
      daily_limit?: number | null;
    };
    ApiKeyDraft: {
      name: string;
      scopes: components['schemas']['Scope'][];
      /** From when on it is refused; a key without one lasts until it is revoked. */
      expires_at?: string;
    };
    /** What a key may do. */
    Scope:
      | 'conversations:view'
      | 'campaigns:send'
      | 'customers:manage'
      | 'analytics:view'
      | 'settings:manage'
      | 'campaigns:read'
      | 'customers:read'
      | 'templates:read'
      | 'audit:read';
    NewApiKey: {
      id: string;
      name: string;
      scopes: components['schemas']['Scope'][];
      /** The key’s first characters, so that a person can tell keys apart. */
      hint: string;
      created_at: string;
      /** From when on it is refused; null for a key that lasts until it is revoked. */
      expires_at: string | null;
      /** The key itself, shown this once. */
      key: string;
    };
    Deleted: {
      id: string;
      deleted: true;
    };
    ApiKey: {
      id: string;
      name: string;
      scopes: components['schemas']['Scope'][];
      /** The key’s first characters, so that a person can tell keys apart. */
      hint: string;
      created_at: string;
      /** From when on it is refused; null for a key that lasts until it is revoked. */
      expires_at: string | null;
    };
    MemberChange: {
      name?: string | null;
      /** What a member may do; `custom` has the scopes that are given with it. */
      role?: 'viewer' | 'analyst' | 'editor' | 'sender' | 'admin' | 'custom';
      /** Only with the role `custom`: what the member may do. */
      scopes?: components['schemas']['Scope'][];
      /** Whether alerts are sent to this address, where mail is set up. */
      alerts?: boolean;
    };
    Member: {
      id: string;
      /** The address that this person signs in with. */
      email: string;
      /** How the team calls this person. */
      name: string | null;
      /** What a member may do; `custom` has the scopes that are given with it. */
      role: 'viewer' | 'analyst' | 'editor' | 'sender' | 'admin' | 'custom';
      /** What the role permits. */
      scopes: components['schemas']['Scope'][];
      /** `invited` until this person signs in for the first time, with this address verified. */
      status: 'invited' | 'active';
      /** Whether alerts are sent to this address, where mail is set up. */
      alerts: boolean;
      created_at: string;
      updated_at: string;
      /** When this person signed in for the first time. */
      first_signed_in_at: string | null;
    };
    MemberDraft: {
      /** The address that this person signs in with. */
      email: string;
      /** How the team calls this person. */
      name?: string;
      /** What a member may do; `custom` has the scopes that are given with it. */
      role: 'viewer' | 'analyst' | 'editor' | 'sender' | 'admin' | 'custom';
      /** Only with the role `custom`: what the member may do. */
      scopes?: components['schemas']['Scope'][];
      /** Whether alerts are sent to this address, where mail is set up. */
      alerts?: boolean;
    };
    Me: {
      /** Whether you call with a key, as a member, or with a token of a tenant. */
      kind: 'api_key' | 'member' | 'token';
      /** The id of the key or the member. */
      id: string;
      /** Of the key or the member. */
      name: string | null;
      /** Of a member. */
      email: string | null;
      /** Of a member. */
      role: ('viewer' | 'analyst' | 'editor' | 'sender' | 'admin' | 'custom') | null;
      /** What you may do in this tenant. */
      scopes: components['schemas']['Scope'][];
      /** The tenant that this request is about. */
      tenant: {
        id: string;
        name: string;
      };
      /** All tenants that you are a member of. With more than one, name one in the header Herald-Tenant. */
      tenants: {
        id: string;
        name: string;
      }[];
      /** True where messages go to a stand-in for the provider: nobody is contacted, and nothing costs. */
      practice: boolean;
    };
    CustomerChange: {
      name?: string | null;
      /** BCP 47 */
      language?: string | null;
      /** IANA; derived from the number’s country without it. */
      timezone?: string | null;
      tags?: string[];
      /** Your own fields; placeholders and audiences can use them. */
      attributes?: { [key: string]: string | number | boolean };
      consent?: components['schemas']['ConsentGiven'];
      /** Refused: it identifies the customer. */
      phone_number?: unknown;
    };
    ConsentGiven: {
      status: 'opted_in' | 'opted_out' | 'unknown';
      /** How it was given. */
      source: string;
      /** The text that the customer agreed to. */
      text?: string | null;
      /** When it was given. */
      at?: string | null;
    };
    Customer: {
      id: string;
      /** E.164, as it was given. Null for someone known by a user id alone. */
      phone_number: string | null;
      /** The number’s id at WhatsApp for this business. */
      whatsapp_user_id: string | null;
      /** The name by which others find the person on WhatsApp. */
      username: string | null;
      /** The customer that stands for the same person; this one is not sent to any more. */
      same_as: string | null;
      name: string | null;
      /** BCP 47 */
      language: string | null;
      /** IANA */
      timezone: string;
      tags: string[];
      /** Your own fields; placeholders and audiences can use them. */
      attributes: { [key: string]: string | number | boolean };
      consent: components['schemas']['Consent'];
      created_at: string;
      updated_at: string;
      /** When the customer last wrote. */
      last_inbound_at: string | null;
      /** When the customer last tapped a button. */
      last_tapped_at: string | null;
      /** When a file last added or changed the customer. */
      imported_at: string | null;
      /** The provider reported with this code that the number cannot receive messages. */
      suppressed: {
        code: string;
        at: string;
      } | null;
    };
    /** The newest statement; `unknown` until one is given. */
    Consent: {
      status: 'opted_in' | 'opted_out' | 'unknown';
      /** How it was given. */
      source: string | null;
      /** The text that the customer agreed to. */
      text: string | null;
      /** When it was given. */
      at: string | null;
    };
    Statement: {
      status: 'opted_in' | 'opted_out' | 'unknown';
      /** How it was given. */
      source: string | null;
      /** The text that the customer agreed to. */
      text: string | null;
      /** When it was given. */
      at: string;
      /** `person` for who said it themselves; absent, it was the business. */
      author?: 'person';
      /** The campaign that was answered so. */
      campaign_id?: string;
      /** Which of its contents was answered. */
      content_key?: string;
      /** Which variant of its experiment. */
      variant?: string;
      /** The button that was tapped so. */
      button_id?: string;
      id: string;
      customer_id: string;
      /** When Herald heard of it. */
      created_at: string;
    };
    CustomerDraft: {
      phone_number: string;
      name?: string | null;
      /** BCP 47 */
      language?: string | null;
      /** IANA; derived from the number’s country without it. */
      timezone?: string | null;
      tags?: string[];
      /** Your own fields; placeholders and audiences can use them. */
      attributes?: { [key: string]: string | number | boolean };
      consent?: components['schemas']['ConsentGiven'];
    };
    CustomerImport: {
      /** Customers who are new. */
      imported: number;
      /** Customers who were known. */
      updated: number;
      /** Customers whom the file calls opted in and who stay opted out, since they said so themselves. */
      kept_opted_out: number;
      /** Rows that were passed over. */
      rejected: number;
      /** The first 1,000 errors; `column` is null when the fault is in the row as a whole. */
      errors: {
        line: number;
        column: string | null;
        message: string;
      }[];
    };
    ImportDraft: {
      /** `suppressions`: each number in the file is opted out, whatever else the row says. */
      kind?: 'customers' | 'suppressions';
      /** Which field each column is. */
      mapping?: {
        [key: string]:
          | (
              | (
                  | 'phone_number'
                  | 'name'
                  | 'language'
                  | 'timezone'
                  | 'tags'
                  | 'consent'
                  | 'consent_source'
                  | 'consent_text'
                  | 'consent_at'
                )
              | string
            )
          | null;
      };
      /** Of numbers without a country code. */
      default_country?: string;
      consent?: components['schemas']['ImportConsent'];
      /** Between the columns; `auto`: what a line `sep=;` says, else what the first line has most of. */
      separator?: 'auto' | 'comma' | 'semicolon' | 'tab';
      /** Of the text. A byte order mark at the beginning of the file says more than this; without either it is UTF-8. `windows-1252` reads Latin-1, too. */
      encoding?: 'utf-8' | 'windows-1252' | 'utf-16';
      /** Checks the whole file and writes nothing; `progress` then tells what an import would do. */
      dry_run?: boolean;
      /** What the file’s tags do to those a customer has. */
      tags?: 'replace' | 'add';
    };
    /** Whether the people of the file agreed. It says more than the file’s own consent columns, of which only an opt-out counts then, and undoes no opt-out. Without it, the columns say who opted in. */
    ImportConsent:
      | {
          /** All of them agreed. */
          answer: 'all';
          /** How it was given. */
          source: string;
          /** The text that the customer agreed to. */
          text?: string | null;
          /** When they agreed; a row that has a time of its own says more. */
          at: string;
        }
      | {
          /** Those agreed whose row says so in a column. */
          answer: 'column';
          /** Its name in the file. */
          column: string;
          /** The values that mean yes, in any case; opted_out is an opt-out, and any other says nothing. */
          yes: string[];
          /** How they agreed; without it, that the column said so. */
          source?: string;
          /** The text that the customer agreed to. */
          text?: string | null;
          /** When they agreed; without it and without a time in the row, now. */
          at?: string;
        }
      | {
          /** Nobody agreed, or nobody knows: who is new is `unknown`. */
          answer: 'none';
        };
    ImportUpload: {
      id: string;
      /** The form that takes the file. */
      upload: {
        /** Where to send the form. */
        url: string;
        /** Fields of the form, to be sent before the field `file`. */
        fields: { [key: string]: string };
      };
      /** The largest file that it takes. */
      maximum_bytes: number;
      /** Until when the form can be used. */
      expires_at: string;
    };
    Import: {
      id: string;
      kind: 'customers' | 'suppressions';
      /** Checks the whole file and writes nothing; `progress` then tells what an import would do. */
      dry_run: boolean;
      /** Between the columns; `auto`: what a line `sep=;` says, else what the first line has most of. */
      separator: 'auto' | 'comma' | 'semicolon' | 'tab';
      /** As it was given; null when the file’s columns say. */
      consent: components['schemas']['ImportConsent'] | null;
      /** As it was given; null when the file says. */
      encoding: ('utf-8' | 'windows-1252' | 'utf-16') | null;
      status: 'awaiting_upload' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
      job_id: string | null;
      /** Of the file, in bytes. */
      size: number | null;
      /** Rows so far: `rows`, and of these `imported`, `updated` and `rejected`; `kept_opted_out`; `opted_in`: rows taken of people who are opted in after them, each row of a person counted (absent of an import that an earlier version began). Of a dry run, what an import would do; there, somebody new counts by the rows read at the same time. `bytes`: how many of the file’s `size` are read. */
      progress: { [key: string]: number };
      /** The first 100 errors, once it has ended. */
      errors: {
        line: number;
        column: string | null;
        message: string;
      }[];
      /** A CSV file with the errors, for an hour from now; null without any. */
      errors_url: string | null;
      /** When it ends, by how fast its bytes were read until now; null in its first seconds, and unless it runs. */
      eta: string | null;
      /** Whether it stopped before its end and can go on from there: its file is kept for a week. */
      resumable: boolean;
      created_at: string;
      ended_at: string | null;
    };
    BegunJob: {
      /** `GET /v1/jobs/{id}` tells how far it is. */
      job_id: string;
    };
    Job: {
      id: string;
      /** What work it is. */
      kind: string;
      status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
      /** What has been done so far, by name. */
      progress: { [key: string]: number };
      /** The newest errors: the name of each, and when it happened. */
      errors: {
        code: string;
        at: string;
      }[];
      /** Whether it can be cancelled. */
      cancellable: boolean;
      /** When somebody asked it to stop. */
      cancel_requested_at: string | null;
      created_at: string;
      started_at: string | null;
      ended_at: string | null;
    };
    ButtonGiven: {
      id: string;
      /** What the button says. */
      title: string;
      type: components['schemas']['ButtonType'];
      /** Where the tap leads; required for a url button. May hold placeholders in its path and in the values of its query. */
      url?: string;
      /** Whom the tap calls; required for a call button. */
      phone_number?: string;
      /** The number that calls are forwarded to; then `phone_number` is a tracked number of the tenant at the provider. */
      forward_to?: string;
      /** What happens after a tap; only of a reply button. */
      action?: components['schemas']['ButtonActionGiven'];
    };
    /** What a tap does. */
    ButtonType: 'reply' | 'url' | 'call';
    ButtonActionGiven:
      | {
          type: 'auto_reply';
          message?: string;
          media_url?: string;
          buttons?: {
            id: string;
            /** What the button says. */
            title: string;
          }[];
        }
      | {
          type: 'agent';
          /** Which of your webhook endpoints answers the tap. */
          webhook_endpoint_id: string;
          /** How long its answer may take. */
          timeout_seconds?: number;
          /** What the customer gets when the agent gives no answer that can be sent; may hold placeholders. */
          fallback: string;
        }
      | {
          type: 'tag';
          tags: string[];
        }
      | {
          type: 'opt_out';
        }
      | {
          type: 'event';
          /** What the event is to be called. */
          name?: string;
        }
      | {
          type: 'webhook';
          /** All enabled endpoints without it. */
          webhook_endpoint_id?: string;
        };
    Template: {
      id: string;
      /** Its name in the account. */
      name: string;
      /** As WhatsApp spells it, with - for _: BCP 47. */
      language: string;
      /** As WhatsApp has it now, which may differ from what was asked for; null before it is submitted. */
      category: string | null;
      status: 'draft' | 'submitted' | 'approved' | 'rejected' | 'paused' | 'disabled' | 'gone';
      /** Why WhatsApp refused it. */
      rejection_reason: string | null;
      /** How people like it, if WhatsApp says. */
      quality: string | null;
      /** What it says, with variables like {{1}}; null for a kind that Herald cannot send. */
      content: {
        /** What is above the text. */
        header:
          | {
              type: 'none';
            }
          | {
              type: 'text';
              /** The line. */
              text: string;
            }
          | {
              type: 'image' | 'video' | 'document';
              url: string;
            };
        /** The text. */
        body: string;
        /** A small line below the text. */
        footer?: string;
        /** In their order. */
        buttons: {
          type: 'reply' | 'url' | 'call';
          /** What people see. */
          title: string;
          /** What a tap on a reply button returns; may be a variable. */
          id?: string;
          /** Where a link leads; may end with a variable. */
          url?: string;
          /** The link leads through Herald, and its variable is the token of a tap. */
          tracked?: true;
          /** Whom a call button calls. */
          phone_number?: string;
        }[];
      } | null;
      /** The sample values of its variables. */
      variables: { [key: string]: string };
      created_at: string;
      /** When it was last looked at. */
      last_synced_at: string;
      /** The provider’s id. */
      content_sid: string;
    };
    SegmentChange: {
      /** No two segments have the same. */
      name?: string;
      /** For your own people. */
      description?: string | null;
      /** Who is in it: whoever meets all of the criteria. */
      criteria?: components['schemas']['TargetCriteria'];
    };
    Engagement: {
      /** With which campaign. */
      campaign_id: string;
      /** What happened: it was sent to them, it reached them, they read it, tapped a button, and so on. */
      did?: 'sent' | 'delivered' | 'read' | 'tapped' | 'replied' | 'converted' | 'failed' | 'skipped';
      /** What did not, of those whom it was sent to. */
      did_not?: 'delivered' | 'read' | 'tapped' | 'replied' | 'converted';
      /** Which button was tapped, or was not; any, unless given. */
      button_id?: string;
    };
    CriteriaWithin: {
      /** Everybody; then it is the only criterion. */
      all?: true;
      /** Customers who have one of these tags. */
      tags_any?: string[];
      /** Customers who have all of these tags. */
      tags_all?: string[];
      /** Customers who have none of these tags. */
      tags_none?: string[];
      /** BCP 47; `de` includes `de-AT`. */
      languages?: string[];
      /** Of the number; ISO 3166. */
      countries?: string[];
      /** The value of each attribute, or a list of those that it may have. */
      attributes?: { [key: string]: (string | number | boolean) | (string | number | boolean)[] };
      /** These customers and no others. */
      customer_ids?: string[];
      /** Customers since this time or later. */
      created_after?: string;
      /** Customers since before this time. */
      created_before?: string;
      /** Those whom a file added or changed at this time or later. */
      imported_after?: string;
      /** Those whom a file last added or changed before this time. */
      imported_before?: string;
      /** Those who wrote in the last so many days. */
      last_wrote_within_days?: number;
      /** Those who tapped a button in the last so many days. */
      last_tapped_within_days?: number;
      /** What they did with campaigns, all of it. */
      engagement?: components['schemas']['Engagement'][];
      /** Those who are in one of these segments. */
      segments_any?: string[];
      /** Those who are in none of these segments. */
      segments_none?: string[];
      /** Those who meet all criteria of one of these alternatives. */
      any?: components['schemas']['CriteriaWithinOne'][];
      /** Those who do not meet all of these criteria. */
      not?: components['schemas']['CriteriaWithinOne'];
    };
    CriteriaWithinOne: {
      /** Everybody; then it is the only criterion. */
      all?: true;
      /** Customers who have one of these tags. */
      tags_any?: string[];
      /** Customers who have all of these tags. */
      tags_all?: string[];
      /** Customers who have none of these tags. */
      tags_none?: string[];
      /** BCP 47; `de` includes `de-AT`. */
      languages?: string[];
      /** Of the number; ISO 3166. */
      countries?: string[];
      /** The value of each attribute, or a list of those that it may have. */
      attributes?: { [key: string]: (string | number | boolean) | (string | number | boolean)[] };
      /** These customers and no others. */
      customer_ids?: string[];
      /** Customers since this time or later. */
      created_after?: string;
      /** Customers since before this time. */
      created_before?: string;
      /** Those whom a file added or changed at this time or later. */
      imported_after?: string;
      /** Those whom a file last added or changed before this time. */
      imported_before?: string;
      /** Those who wrote in the last so many days. */
      last_wrote_within_days?: number;
      /** Those who tapped a button in the last so many days. */
      last_tapped_within_days?: number;
      /** What they did with campaigns, all of it. */
      engagement?: components['schemas']['Engagement'][];
      /** Those who are in one of these segments. */
      segments_any?: string[];
      /** Those who are in none of these segments. */
      segments_none?: string[];
      /** Those who meet all criteria of one of these alternatives. */
      any?: components['schemas']['CriteriaWithinTwo'][];
      /** Those who do not meet all of these criteria. */
      not?: components['schemas']['CriteriaWithinTwo'];
    };
    CriteriaWithinTwo: {
      /** Everybody; then it is the only criterion. */
      all?: true;
      /** Customers who have one of these tags. */
      tags_any?: string[];
      /** Customers who have all of these tags. */
      tags_all?: string[];
      /** Customers who have none of these tags. */
      tags_none?: string[];
      /** BCP 47; `de` includes `de-AT`. */
      languages?: string[];
      /** Of the number; ISO 3166. */
      countries?: string[];
      /** The value of each attribute, or a list of those that it may have. */
      attributes?: { [key: string]: (string | number | boolean) | (string | number | boolean)[] };
      /** These customers and no others. */
      customer_ids?: string[];
      /** Customers since this time or later. */
      created_after?: string;
      /** Customers since before this time. */
      created_before?: string;
      /** Those whom a file added or changed at this time or later. */
      imported_after?: string;
      /** Those whom a file last added or changed before this time. */
      imported_before?: string;
      /** Those who wrote in the last so many days. */
      last_wrote_within_days?: number;
      /** Those who tapped a button in the last so many days. */
      last_tapped_within_days?: number;
      /** What they did with campaigns, all of it. */
      engagement?: components['schemas']['Engagement'][];
      /** Those who are in one of these segments. */
      segments_any?: string[];
      /** Those who are in none of these segments. */
      segments_none?: string[];
    };
    TargetCriteria: {
      /** Everybody; then it is the only criterion. */
      all?: true;
      /** Customers who have one of these tags. */
      tags_any?: string[];
      /** Customers who have all of these tags. */
      tags_all?: string[];
      /** Customers who have none of these tags. */
      tags_none?: string[];
      /** BCP 47; `de` includes `de-AT`. */
      languages?: string[];
      /** Of the number; ISO 3166. */
      countries?: string[];
      /** The value of each attribute, or a list of those that it may have. */
      attributes?: { [key: string]: (string | number | boolean) | (string | number | boolean)[] };
      /** These customers and no others. */
      customer_ids?: string[];
      /** Customers since this time or later. */
      created_after?: string;
      /** Customers since before this time. */
      created_before?: string;
      /** Those whom a file added or changed at this time or later. */
      imported_after?: string;
      /** Those whom a file last added or changed before this time. */
      imported_before?: string;
      /** Those who wrote in the last so many days. */
      last_wrote_within_days?: number;
      /** Those who tapped a button in the last so many days. */
      last_tapped_within_days?: number;
      /** What they did with campaigns, all of it. */
      engagement?: components['schemas']['Engagement'][];
      /** Those who are in one of these segments. */
      segments_any?: string[];
      /** Those who are in none of these segments. */
      segments_none?: string[];
      /** Those who meet all criteria of one of these alternatives. */
      any?: components['schemas']['CriteriaWithin'][];
      /** Those who do not meet all of these criteria. */
      not?: components['schemas']['CriteriaWithin'];
    };
    Segment: {
      /** No two segments have the same. */
      name: string;
      /** For your own people. */
      description: string | null;
      /** Who is in it: whoever meets all of the criteria. */
      criteria: components['schemas']['Audience'];
      id: string;
      created_at: string;
      updated_at: string;
      /** Who is in it now. Only where one segment is read. */
      count: components['schemas']['SegmentCount'] | null;
    };
    Audience: {
      /** Everybody; then it is the only criterion. */
      all?: true;
      /** Customers who have one of these tags. */
      tags_any?: string[];
      /** Customers who have all of these tags. */
      tags_all?: string[];
      /** Customers who have none of these tags. */
      tags_none?: string[];
      /** BCP 47; `de` includes `de-AT`. */
      languages?: string[];
      /** Of the number; ISO 3166. */
      countries?: string[];
      /** The value of each attribute, or a list of those that it may have. */
      attributes?: { [key: string]: (string | number | boolean) | (string | number | boolean)[] };
      /** These customers and no others. */
      customer_ids?: string[];
      /** Customers since this time or later. */
      created_after?: string;
      /** Customers since before this time. */
      created_before?: string;
      /** Those whom a file added or changed at this time or later. */
      imported_after?: string;
      /** Those whom a file last added or changed before this time. */
      imported_before?: string;
      /** Those who wrote in the last so many days. */
      last_wrote_within_days?: number;
      /** Those who tapped a button in the last so many days. */
      last_tapped_within_days?: number;
      /** What they did with campaigns, all of it. */
      engagement?: components['schemas']['Engagement'][];
      /** Those who are in one of these segments. */
      segments_any?: string[];
      /** Those who are in none of these segments. */
      segments_none?: string[];
      /** Those who meet all criteria of one of these alternatives. */
      any?: components['schemas']['CriteriaWithin'][];
      /** Those who do not meet all of these criteria. */
      not?: components['schemas']['CriteriaWithin'];
    };
    SegmentCount: {
      /** How many of those who were looked at are in it. */
      customers: number;
      /** How many customers were looked at. */
      looked_at: number;
      /** Whether these are all; false when there are more than a request can look at. */
      complete: boolean;
    };
    SegmentDraft: {
      /** No two segments have the same. */
      name: string;
      /** For your own people. */
      description?: string;
      /** Who is in it: whoever meets all of the criteria. */
      criteria: components['schemas']['TargetCriteria'];
    };
    Campaign: {
      name: string;
      /** For your own people. */
      description: string | null;
      /** The language it is written in: BCP 47. */
      language: string;
      /** The text; may hold placeholders like `{{name}}`. */
      message_content: string;
      /** What is above the text. */
      media_type: 'text' | 'image' | 'video' | 'document';
      /** Where the provider fetches the media; required unless `media_type` is text. */
      media_url: string | null;
      /** Stands above the text. */
      media_caption: string | null;
      /** A bold line above a text without media. */
      header_text: string | null;
      /** A small line below the text. */
      footer: string | null;
      buttons: components['schemas']['Button'][];
      /** An existing template, in place of message_content and what goes with it. */
      template_id: string | null;
      /** What stands in each of its variables, by number; a text may hold placeholders. */
      template_variables: { [key: string]: string } | null;
      /** Other contents: translations, and texts for those who meet a criterion. */
      contents: {
        /** Names it in messages and reports. */
        key: string;
        when?: components['schemas']['Audience'];
        /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
        variant?: string;
        /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
        weight?: number;
        /** An existing template, in place of message_content and what goes with it. */
        template_id?: string;
        /** What stands in each of its variables, by number; a text may hold placeholders. */
        template_variables?: { [key: string]: string };
        /** The language it is written in: BCP 47. */
        language?: string;
        /** The text; may hold placeholders like `{{name}}`. */
        message_content?: string;
        /** What is above the text. */
        media_type?: 'text' | 'image' | 'video' | 'document';
        /** Where the provider fetches the media; required unless `media_type` is text. */
        media_url?: string | null;
        /** Stands above the text. */
        media_caption?: string | null;
        /** A bold line above a text without media. */
        header_text?: string | null;
        /** A small line below the text. */
        footer?: string | null;
        buttons?: components['schemas']['Button'][];
      }[];
      /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
      variant: string | null;
      /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
      weight: number | null;
      /** How the contents with a `weight` are compared. */
      experiment: {
        /** What is counted: people who tapped, replied, converted or read. */
        metric: 'tapped' | 'replied' | 'converted' | 'read';
        /** Of `tapped`: which button; any, unless it is given. */
        button_id?: string;
        /** How long each person has, from when the message was sent to them. */
        window_hours: number;
        /** The part of the audience that is tested; the rest waits for the decision and gets the winner. */
        test_share: number;
        /** When it is decided at the latest, from the begin; three windows after it, or as soon as windows can be over, unless it is given. */
        decide_after_hours?: number;
        /** What the rest gets when nothing is proved: the control, each person an arm by chance, or nothing. */
        no_winner: 'control' | 'split' | 'stop';
        /** Each person gets the arm that they likeliest answer, and nobody waits, once that is proved better than the overall winner; until then the campaign is sent as though this were not there. */
        pick?: 'predicted';
        /** Of `pick`: the part of the people who get an arm by chance instead, in equal parts. 0.2 unless given. */
        chance_share?: number;
      } | null;
      /** The part of the audience that gets nothing, by chance, so that it shows what the campaign brings. */
      holdout: number | null;
      /** A webhook that is asked, when people are planned, which content and values each of them is to get. */
      recommend: {
        /** Which of your webhook endpoints is asked. Events are sent there as before. */
        webhook_endpoint_id: string;
        /** How long its answer for a page of people may take. */
        timeout_seconds: number;
        /** The key of the content for those of whom the answer says nothing; what they would get without it, unless given. */
        fallback?: string;
      } | null;
      /** What WhatsApp reviews the template as. */
      category: 'marketing' | 'utility';
      /** "session": a plain message, to those alone who wrote within the last 24 hours. */
      send_as: 'template' | 'session';
      /** Who gets it: everybody, or whoever meets all of the criteria. */
      target_criteria: components['schemas']['Audience'];
      sender_id: string;
      /** When it is sent by itself. */
      scheduled_at: string | null;
      /** When it is sent again and again: each date is a campaign of its own, whose `parent_id` is this one. */
      recurrence: components['schemas']['Recurrence'] | null;
      /** "best": each person gets it at the hour at which they likeliest tap, within sending hours and 24 hours, once that is proved better than at the start; until then most get it at the start. */
      send_time: 'best' | null;
      /** They replace the tenant’s. */
      sending_hours: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days: number[];
      } | null;
      /** How long after a click a conversion is credited to it. */
      attribution_window_hours: number;
      /** Your own notes. */
      metadata: { [key: string]: string };
      id: string;
      /** The campaign that recurs, of which this is one date. */
      parent_id: string | null;
      status: components['schemas']['CampaignStatus'];
      /** How many times sending has begun or been resumed. */
      run: number;
      created_at: string;
      updated_at: string;
      /** When sending first began. */
      started_at: string | null;
      /** When it last ended. */
      completed_at: string | null;
      /** Why it is paused or what it waits for. */
      status_reason: string | null;
      /** Who approved it as it is, where your tenant wants that. */
      approval: components['schemas']['CampaignApproval'] | null;
      /** What was decided of its experiment. */
      decision: components['schemas']['ExperimentDecision'] | null;
      /** Of an experiment with `pick`: whether that was proved when it began; if not, it is a plain experiment. */
      picking: boolean | null;
      /** With `send_time`: whether best hours were proved when it began; if not, whoever was to get theirs got it at the start. */
      timing: boolean | null;
      /** How many chunks of its messages were given up. Replay the scope dead_letter to send them. */
      dead_letters: number;
      /** Only in lists with `expand=totals`: as in the report; `clicked` are people. Null before it begins. */
      totals?: {
        recipients: number;
        accepted: number;
        sent: number;
        delivered: number;
        read: number;
        failed: number;
        skipped: number;
        unknown: number;
        replied: number;
        opted_out: number;
        clicked: number;
      } | null;
      /** The template of each content, and how its review stands. Empty in lists. */
      templates: {
        /** Which content. */
        content_key: string;
        /** BCP 47 */
        language: string;
        /** The provider’s id; null before it was made. */
        content_sid: string | null;
        status: 'unprepared' | 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled';
        /** Why WhatsApp refused it. */
        rejection_reason: string | null;
      }[];
      /** How far it has come. Null before it begins, and in lists. */
      progress: components['schemas']['CampaignProgress'] | null;
      /** The next five dates of a campaign that recurs. Empty in lists. */
      next_dates: string[];
      /** What will go otherwise than expected, and what to do. Empty in lists. */
      warnings: components['schemas']['CampaignWarning'][];
    };
    Button: {
      id: string;
      /** What the button says. */
      title: string;
      type: components['schemas']['ButtonType'];
      /** Where the tap leads; required for a url button. May hold placeholders in its path and in the values of its query. */
      url?: string;
      /** Whom the tap calls; required for a call button. */
      phone_number?: string;
      /** The number that calls are forwarded to; then `phone_number` is a tracked number of the tenant at the provider. */
      forward_to?: string;
      /** What happens after a tap; only of a reply button. */
      action?: components['schemas']['ButtonAction'];
      /** A link of an existing template that leads past Herald, so that nobody sees its taps. */
      untracked?: true;
    };
    ButtonAction:
      | {
          type: 'auto_reply';
          message?: string;
          media_url?: string;
          buttons?: {
            id: string;
            /** What the button says. */
            title: string;
          }[];
        }
      | {
          type: 'agent';
          /** Which of your webhook endpoints answers the tap. */
          webhook_endpoint_id: string;
          /** How long its answer may take. */
          timeout_seconds: number;
          /** What the customer gets when the agent gives no answer that can be sent; may hold placeholders. */
          fallback: string;
        }
      | {
          type: 'tag';
          tags: string[];
        }
      | {
          type: 'opt_out';
        }
      | {
          type: 'event';
          /** What the event is to be called. */
          name?: string;
        }
      | {
          type: 'webhook';
          /** All enabled endpoints without it. */
          webhook_endpoint_id?: string;
        };
    Recurrence: {
      /** ISO weekdays, Monday is 1. */
      days: number[];
      /** By the clock of the time zone. A time that clocks skip moves on with them; one that they repeat comes once. */
      time: string;
      /** Every so many weeks. */
      every: number;
      /** IANA */
      time_zone: string;
      /** The first day. */
      from: string;
      /** The last day that it may be sent on. */
      until?: string;
      /** How many dates it has from `from` on, those included on which it was not sent. */
      count?: number;
    };
    /** Where a campaign stands. */
    CampaignStatus: 'draft' | 'scheduled' | 'sending' | 'paused' | 'completed' | 'cancelled' | 'failed';
    CampaignApproval: {
      /** The member’s id. */
      by: string;
      /** The member’s name. */
      name: string;
      at: string;
      /** How many people it reached then; it may go to so many. */
      reach: number;
    };
    ExperimentDecision: {
      /** When. */
      at: string;
      /** A look that was sure enough before the set time, the set time, an alarm, or a person. */
      by: 'look' | 'set_time' | 'sample_ratio' | 'person';
      /** The variant that won, if one did; of `person`, the one chosen. */
      winner?: string;
      /** What the rest gets: a variant, `split` or `stop`. */
      rest: string;
      /** What it was decided by, the control first. Empty of a person. */
      counts: {
        /** Who did it in their time. */
        did: number;
        /** Who had their whole time. */
        tried: number;
        /** Which arm. */
        variant: string;
      }[];
      /** Each variant against the control by these counts. Absent of what an earlier version decided. */
      comparisons?: {
        /** Which arm. */
        variant: string;
        /** From the control’s rate, in shares. */
        difference: number;
        /** Where the true difference is: before a decision, however often one looks. */
        interval: {
          /** At least. */
          lower: number;
          /** At most. */
          upper: number;
        };
        /** How sure that is, from 0 to 1. */
        confidence: number;
      }[];
      /** The same in words. */
      verdict: string;
    };
    CampaignProgress: {
      /** Recipients found so far. */
      planned: number;
      /** Those of them that have an outcome: accepted, failed, skipped or unknown. */
      settled: number;
      /** Settled per second of the time it was sending so far. */
      rate: number;
      /** When everyone planned is settled, at this rate; while recipients are still being looked for, that is too soon. Null unless it is sending, and before anyone is settled. */
      eta: string | null;
    };
    CampaignWarning: {
      code: 'us_marketing' | 'audience_unsaid' | 'template_not_approved' | 'recommendation_fallback';
      /** What to do, for a person. */
      message: string;
      /** How many of the recipients planned so far are affected, or how many contents. */
      count?: number;
    };
    CampaignChange: {
      name?: string;
      /** For your own people. */
      description?: string | null;
      /** The language it is written in: BCP 47. */
      language?: string;
      /** The text; may hold placeholders like `{{name}}`. */
      message_content?: string;
      /** What is above the text. */
      media_type?: 'text' | 'image' | 'video' | 'document';
      /** Where the provider fetches the media; required unless `media_type` is text. */
      media_url?: string | null;
      /** Stands above the text. */
      media_caption?: string | null;
      /** A bold line above a text without media. */
      header_text?: string | null;
      /** A small line below the text. */
      footer?: string | null;
      buttons?: components['schemas']['ButtonGiven'][];
      /** An existing template, in place of message_content and what goes with it. */
      template_id?: string | null;
      /** What stands in each of its variables, by number; a text may hold placeholders. */
      template_variables?: { [key: string]: string } | null;
      /** Other contents: translations, and texts for those who meet a criterion. */
      contents?: {
        /** Names it in messages and reports. */
        key: string;
        /** For whom it is, in this campaign’s audience; for everyone whose language it is, unless given. */
        when?: components['schemas']['TargetCriteria'];
        /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
        variant?: string;
        /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
        weight?: number;
        /** An existing template, in place of message_content and what goes with it. */
        template_id?: string;
        /** What stands in each of its variables, by number; a text may hold placeholders. */
        template_variables?: { [key: string]: string };
        /** The language it is written in: BCP 47. */
        language?: string;
        /** The text; may hold placeholders like `{{name}}`. */
        message_content?: string;
        /** What is above the text. */
        media_type?: 'text' | 'image' | 'video' | 'document';
        /** Where the provider fetches the media; required unless `media_type` is text. */
        media_url?: string | null;
        /** Stands above the text. */
        media_caption?: string | null;
        /** A bold line above a text without media. */
        header_text?: string | null;
        /** A small line below the text. */
        footer?: string | null;
        buttons?: components['schemas']['ButtonGiven'][];
      }[];
      /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
      variant?: string | null;
      /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
      weight?: number | null;
      /** How the contents with a `weight` are compared. */
      experiment?: {
        /** What is counted: people who tapped, replied, converted or read. */
        metric: 'tapped' | 'replied' | 'converted' | 'read';
        /** Of `tapped`: which button; any, unless it is given. */
        button_id?: string;
        /** How long each person has, from when the message was sent to them. */
        window_hours?: number;
        /** The part of the audience that is tested; the rest waits for the decision and gets the winner. */
        test_share?: number;
        /** When it is decided at the latest, from the begin; three windows after it, or as soon as windows can be over, unless it is given. */
        decide_after_hours?: number;
        /** What the rest gets when nothing is proved: the control, each person an arm by chance, or nothing. */
        no_winner?: 'control' | 'split' | 'stop';
        /** Each person gets the arm that they likeliest answer, and nobody waits, once that is proved better than the overall winner; until then the campaign is sent as though this were not there. */
        pick?: 'predicted';
        /** Of `pick`: the part of the people who get an arm by chance instead, in equal parts. 0.2 unless given. */
        chance_share?: number;
      } | null;
      /** The part of the audience that gets nothing, by chance, so that it shows what the campaign brings. */
      holdout?: number | null;
      /** A webhook that is asked, when people are planned, which content and values each of them is to get. */
      recommend?: {
        /** Which of your webhook endpoints is asked. Events are sent there as before. */
        webhook_endpoint_id: string;
        /** How long its answer for a page of people may take. */
        timeout_seconds?: number;
        /** The key of the content for those of whom the answer says nothing; what they would get without it, unless given. */
        fallback?: string;
      } | null;
      /** What WhatsApp reviews the template as. */
      category?: 'marketing' | 'utility';
      /** "session": a plain message, to those alone who wrote within the last 24 hours. */
      send_as?: 'template' | 'session';
      /** Who gets it: everybody, or whoever meets all of the criteria. null takes back what was said, as if the draft had named nobody. */
      target_criteria?: components['schemas']['TargetCriteria'] | null;
      /** The tenant’s default sender unless it is given. */
      sender_id?: string;
      /** When it is sent by itself. */
      scheduled_at?: string | null;
      /** When it is sent again and again: each date is a campaign of its own, whose `parent_id` is this one. */
      recurrence?: components['schemas']['RecurrenceGiven'] | null;
      /** "best": each person gets it at the hour at which they likeliest tap, within sending hours and 24 hours, once that is proved better than at the start; until then most get it at the start. */
      send_time?: 'best' | null;
      /** They replace the tenant’s. */
      sending_hours?: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days?: number[];
      } | null;
      /** How long after a click a conversion is credited to it. */
      attribution_window_hours?: number;
      /** Your own notes, at most 50. */
      metadata?: { [key: string]: string } | null;
    };
    RecurrenceGiven: {
      /** ISO weekdays, Monday is 1. */
      days: number[];
      /** By the clock of the time zone. A time that clocks skip moves on with them; one that they repeat comes once. */
      time: string;
      /** Every so many weeks, from that of `from` on. */
      every?: number;
      /** IANA */
      time_zone: string;
      /** The first day that it may be sent on; the day on which it was set, unless given. */
      from?: string;
      /** The last day that it may be sent on. */
      until?: string;
      /** How many dates it has from `from` on, those included on which it was not sent. */
      count?: number;
    };
    WinnerChoice: {
      /** The arm. */
      variant?: string;
      /** Or the key of one of its contents. */
      content_key?: string;
    };
    CampaignDraft: {
      name: string;
      /** For your own people. */
      description?: string;
      /** The language it is written in: BCP 47. */
      language?: string;
      /** The text; needed unless `template_id` is given. */
      message_content?: string;
      /** What is above the text. */
      media_type?: 'text' | 'image' | 'video' | 'document';
      /** Where the provider fetches the media; required unless `media_type` is text. */
      media_url?: string;
      /** Stands above the text. */
      media_caption?: string;
      /** A bold line above a text without media. */
      header_text?: string;
      /** A small line below the text; null for none where the tenant has a default. */
      footer?: string | null;
      buttons?: components['schemas']['ButtonGiven'][];
      /** An existing template, in place of message_content and what goes with it. */
      template_id?: string;
      /** What stands in each of its variables, by number; a text may hold placeholders. */
      template_variables?: { [key: string]: string };
      /** Other contents: translations, and texts for those who meet a criterion. */
      contents?: {
        /** Names it in messages and reports. */
        key: string;
        /** For whom it is, in this campaign’s audience; for everyone whose language it is, unless given. */
        when?: components['schemas']['TargetCriteria'];
        /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
        variant?: string;
        /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
        weight?: number;
        /** An existing template, in place of message_content and what goes with it. */
        template_id?: string;
        /** What stands in each of its variables, by number; a text may hold placeholders. */
        template_variables?: { [key: string]: string };
        /** The language it is written in: BCP 47. */
        language?: string;
        /** The text; may hold placeholders like `{{name}}`. */
        message_content?: string;
        /** What is above the text. */
        media_type?: 'text' | 'image' | 'video' | 'document';
        /** Where the provider fetches the media; required unless `media_type` is text. */
        media_url?: string | null;
        /** Stands above the text. */
        media_caption?: string | null;
        /** A bold line above a text without media. */
        header_text?: string | null;
        /** A small line below the text. */
        footer?: string | null;
        buttons?: components['schemas']['ButtonGiven'][];
      }[];
      /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
      variant?: string;
      /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
      weight?: number;
      /** How the contents with a `weight` are compared. */
      experiment?: {
        /** What is counted: people who tapped, replied, converted or read. */
        metric: 'tapped' | 'replied' | 'converted' | 'read';
        /** Of `tapped`: which button; any, unless it is given. */
        button_id?: string;
        /** How long each person has, from when the message was sent to them. */
        window_hours?: number;
        /** The part of the audience that is tested; the rest waits for the decision and gets the winner. */
        test_share?: number;
        /** When it is decided at the latest, from the begin; three windows after it, or as soon as windows can be over, unless it is given. */
        decide_after_hours?: number;
        /** What the rest gets when nothing is proved: the control, each person an arm by chance, or nothing. */
        no_winner?: 'control' | 'split' | 'stop';
        /** Each person gets the arm that they likeliest answer, and nobody waits, once that is proved better than the overall winner; until then the campaign is sent as though this were not there. */
        pick?: 'predicted';
        /** Of `pick`: the part of the people who get an arm by chance instead, in equal parts. 0.2 unless given. */
        chance_share?: number;
      };
      /** The part of the audience that gets nothing, by chance, so that it shows what the campaign brings. */
      holdout?: number;
      /** A webhook that is asked, when people are planned, which content and values each of them is to get. */
      recommend?: {
        /** Which of your webhook endpoints is asked. Events are sent there as before. */
        webhook_endpoint_id: string;
        /** How long its answer for a page of people may take. */
        timeout_seconds?: number;
        /** The key of the content for those of whom the answer says nothing; what they would get without it, unless given. */
        fallback?: string;
      };
      /** What WhatsApp reviews the template as. */
      category?: 'marketing' | 'utility';
      /** "session": a plain message, to those alone who wrote within the last 24 hours. */
      send_as?: 'template' | 'session';
      /** Who gets it: everybody, or whoever meets all of the criteria. */
      target_criteria?: components['schemas']['TargetCriteria'];
      /** The tenant’s default sender unless it is given. */
      sender_id?: string;
      /** When it is sent by itself. */
      scheduled_at?: string;
      /** When it is sent again and again: each date is a campaign of its own, whose `parent_id` is this one. */
      recurrence?: components['schemas']['RecurrenceGiven'];
      /** "best": each person gets it at the hour at which they likeliest tap, within sending hours and 24 hours, once that is proved better than at the start; until then most get it at the start. */
      send_time?: 'best';
      /** They replace the tenant’s. */
      sending_hours?: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days?: number[];
      };
      /** How long after a click a conversion is credited to it. */
      attribution_window_hours?: number;
      /** Your own notes, at most 50. */
      metadata?: { [key: string]: string };
    };
    CampaignExecution: {
      /** The reach that the preflight told; off by more than 1 %, nothing is sent and the answer is 409. */
      expected_reach?: number;
    };
    Approvers: {
      /** A campaign that reaches more people than this needs an approval; null where none does. */
      approval_above: number | null;
      /** Who has signed in, has the scope campaigns:send, and wrote none of it; at most 100. */
      data: {
        /** The member’s id. */
        id: string;
        /** The member’s name. */
        name: string;
      }[];
    };
    RetargetAudience:
      | 'not_delivered'
      | 'not_read'
      | 'not_tapped'
      | 'not_replied'
      | 'not_converted'
      | 'failed'
      | 'skipped'
      | 'delivered'
      | 'read'
      | 'tapped'
      | 'replied'
      | 'converted';
    Media: {
      id: string;
      /** For your own people, and for whoever saves a document. */
      file_name: string;
      /** `waiting` for its file to be uploaded and checked; `refused` for the `reasons`; `ready` to be sent. */
      status: 'waiting' | 'ready' | 'refused';
      /** Why the file was refused. */
      reasons: {
        /** `format`: of none that WhatsApp takes; `media_type`: something else than it was to be. */
        code: 'format' | 'media_type' | 'too_big' | 'cut_off';
        /** What to do. */
        message: string;
      }[];
      media_type: ('image' | 'video' | 'document') | null;
      content_type: string | null;
      /** Of the file, in bytes; null while nobody has looked at it. */
      size: number | null;
      /** Where anybody who knows it can read the file, for as long as it is here; null until it is ready. */
      url: string | null;
      created_at: string;
    };
    MediaDraft: {
      /** For your own people, and for whoever saves a document. */
      file_name: string;
      /** What it is to be: a file that turns out to be something else is refused. Any, unless given. */
      media_type?: 'image' | 'video' | 'document';
      /** Of the file, in bytes. The form then takes a file of exactly this size, so that none is cut off. */
      size?: number;
    };
    MediaUpload: {
      id: string;
      /** The form that takes the file. */
      upload: {
        /** Where to send the form. */
        url: string;
        /** Fields of the form, to be sent before the field `file`. */
        fields: { [key: string]: string };
      };
      /** The largest file that it takes. */
      maximum_bytes: number;
      /** Until when the form can be used. */
      expires_at: string;
    };
    AuditEntry: {
      id: string;
      at: string;
      actor: components['schemas']['AuditActor'];
      /** What was done: the operation’s id. */
      action: string;
      /** What it was done to. */
      resource: {
        type: string;
        id: string | null;
      };
      campaign_id: string | null;
      request_id: string | null;
      job_id: string | null;
      /** `unknown`: it is still being done, or ended without an answer and may have been done. */
      outcome: 'done' | 'unknown';
      /** The fields that were changed. Values that are about a person, secret or long are left out. */
      changes: components['schemas']['FieldChange'][];
    };
    AuditActor: {
      /** A key, a member, an access token, a schedule whose time had come, or Herald itself. */
      kind: 'api_key' | 'member' | 'token' | 'schedule' | 'system';
      id: string | null;
      name: string | null;
    };
    FieldChange: {
      /** Its name in the request. */
      field: string;
      /** What it was. */
      from?: unknown;
      /** What it became. */
      to?: unknown;
    };
    Alerts: {
      data: components['schemas']['Alert'][];
      /** False when there is more of a kind than was looked at. */
      complete: boolean;
    };
    Alert: {
      /** The same as long as it lasts. */
      id: string;
      /** What it is about. */
      kind:
        | 'campaign_paused'
        | 'dead_letters'
        | 'experiment_skewed'
        | 'experiment_arm_worse'
        | 'template_refused'
        | 'template_quality'
        | 'sender_limited'
        | 'sender_quality'
        | 'spend_cap_reached'
        | 'webhook_endpoint_disabled';
      /** What it happened to. */
      resource: {
        type: 'campaign' | 'template' | 'sender' | 'webhook_endpoint' | 'queue' | 'tenant';
        id: string;
        name: string;
      };
      /** What happened, and what to do. */
      message: string;
      /** Since when, where that is known. */
      since: string | null;
    };
    Preflight: {
      /** Null for a draft that is not saved. */
      campaign_id: string | null;
      /** When it was counted. */
      counted_at: string;
      /** Customers who fit the criteria. */
      audience: number;
      /** Null when everyone was counted; else all counts are estimates by this sample. */
      sample: {
        /** How many customers were read. */
        customers: number;
        /** Which share of all they are. */
        share: number;
        /** Where the reach is, 19 times out of 20. */
        reach: {
          /** At least. */
          from: number;
          /** At most. */
          to: number;
        };
      } | null;
      /** Who gets it. */
      reach: {
        /** All of them. */
        total: number;
        /** Which content they get. */
        by_content: {
          /** Which content. */
          content_key: string;
          /** BCP 47 */
          language: string;
          /** How many people. */
          people: number;
        }[];
      };
      /** Who fits and does not get it, by reason. */
      left_out: {
        /** All of them. */
        total: number;
        /** As in the report. */
        by_reason: { [key: string]: number };
      };
      /** Who gets it later than others, because of a rule. */
      waits: {
        /** Until it is time where they are. */
        sending_hours: number;
        /** Until they may have another message. */
        frequency_cap: number;
        /** Until their hour of the day, within 24 hours of the start. */
        send_time: number;
      };
      /** An estimate. */
      cost: {
        /** If all messages are delivered; of those whose price is known. */
        amount: string;
        /** ISO 4217 */
        currency: string;
        /** The day of the list of prices; null where your own count alone. */
        as_of: string | null;
        /** Whose list it is. */
        source: string | null;
        /** By country and category. */
        lines: {
          /** ISO 3166; null for numbers without one. */
          country: string | null;
          /** What is paid for: a template, or an answer within 24 hours. */
          category: 'marketing' | 'utility' | 'service';
          /** How many people. */
          people: number;
          /** Of one message; null where it is not known. */
          price: string | null;
          /** Of all of them. */
          amount: string | null;
        }[];
      };
      /** By the sender’s pace and limits, what it is sending already, and the sending hours. */
      timing: {
        /** When the first message goes out. */
        starts_at: string;
        /** When the last one does; null when that is months away. */
        ends_at: string | null;
        /** Messages per second of the sender. */
        rate: number;
        /** Campaigns that use the same sender before it. */
        after: {
          campaign_id: string;
          name: string;
          /** About how many people it has still to send to; null before it begins. */
          remaining: number | null;
        }[];
      };
      /** What the experiment can find; null without one. */
      experiment: {
        /** Who would be compared. */
        arms: {
          /** Which arm; the control first. */
          variant: string;
          /** Of the test. */
          people: number;
        }[];
        /** Who waits for the decision, and gets the winner. */
        waiting: number;
        /** Who cannot get every arm, gets the control, and counts nowhere. */
        outside: number;
        /** Which share of people usually does what is counted. */
        usual_rate: number;
        /** Whether that is by your last campaigns; otherwise it is assumed. */
        usual_rate_known: boolean;
        /** Which difference from the control would be found in 85 of 100 such tests, as a share of people: 0.02 is from 5 to 7 %. Null when an arm has nobody. */
        smallest_difference: number | null;
      } | null;
      /** The template of each content, and how its review stands. */
      templates: {
        /** Which content. */
        content_key: string;
        /** BCP 47 */
        language: string;
        /** The provider’s id; null before it was made. */
        content_sid: string | null;
        status: 'unprepared' | 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled';
        /** Why WhatsApp refused it. */
        rejection_reason: string | null;
      }[];
      /** The next five dates of a campaign that recurs. */
      next_dates: string[];
      /** Why it would not start. Empty when it would. */
      blocks: {
        code:
          | 'content'
          | 'sending_stopped'
          | 'credentials_missing'
          | 'sender_missing'
          | 'address_unreachable'
          | 'template_refused'
          | 'unapproved'
          | 'spend_cap';
        /** What to do, for a person. */
        message: string;
        /** The field of the draft. */
        path?: string;
      }[];
      /** What is worth knowing. */
      warnings: {
        /** What it is about. */
        code: string;
        /** What to do, for a person. */
        message: string;
        /** How many people it is about. */
        count?: number;
        /** Which placeholder these people have no value for, as the text has it: `lacking` of the audience lists them. */
        placeholder?: string;
      }[];
    };
    UnfinishedDraft: {
      name?: string;
      /** For your own people. */
      description?: string;
      /** The language it is written in: BCP 47. */
      language?: string;
      /** The text; needed unless `template_id` is given. */
      message_content?: string;
      /** What is above the text. */
      media_type?: 'text' | 'image' | 'video' | 'document';
      /** Where the provider fetches the media; required unless `media_type` is text. */
      media_url?: string;
      /** Stands above the text. */
      media_caption?: string;
      /** A bold line above a text without media. */
      header_text?: string;
      /** A small line below the text; null for none where the tenant has a default. */
      footer?: string | null;
      buttons?: components['schemas']['ButtonGiven'][];
      /** An existing template, in place of message_content and what goes with it. */
      template_id?: string;
      /** What stands in each of its variables, by number; a text may hold placeholders. */
      template_variables?: { [key: string]: string };
      /** Other contents: translations, and texts for those who meet a criterion. */
      contents?: {
        /** Names it in messages and reports. */
        key: string;
        /** For whom it is, in this campaign’s audience; for everyone whose language it is, unless given. */
        when?: components['schemas']['TargetCriteria'];
        /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
        variant?: string;
        /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
        weight?: number;
        /** An existing template, in place of message_content and what goes with it. */
        template_id?: string;
        /** What stands in each of its variables, by number; a text may hold placeholders. */
        template_variables?: { [key: string]: string };
        /** The language it is written in: BCP 47. */
        language?: string;
        /** The text; may hold placeholders like `{{name}}`. */
        message_content?: string;
        /** What is above the text. */
        media_type?: 'text' | 'image' | 'video' | 'document';
        /** Where the provider fetches the media; required unless `media_type` is text. */
        media_url?: string | null;
        /** Stands above the text. */
        media_caption?: string | null;
        /** A bold line above a text without media. */
        header_text?: string | null;
        /** A small line below the text. */
        footer?: string | null;
        buttons?: components['schemas']['ButtonGiven'][];
      }[];
      /** The arm that a content belongs to: several languages of one arm share it. The key, unless it is given. */
      variant?: string;
      /** Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’. */
      weight?: number;
      /** How the contents with a `weight` are compared. */
      experiment?: {
        /** What is counted: people who tapped, replied, converted or read. */
        metric: 'tapped' | 'replied' | 'converted' | 'read';
        /** Of `tapped`: which button; any, unless it is given. */
        button_id?: string;
        /** How long each person has, from when the message was sent to them. */
        window_hours?: number;
        /** The part of the audience that is tested; the rest waits for the decision and gets the winner. */
        test_share?: number;
        /** When it is decided at the latest, from the begin; three windows after it, or as soon as windows can be over, unless it is given. */
        decide_after_hours?: number;
        /** What the rest gets when nothing is proved: the control, each person an arm by chance, or nothing. */
        no_winner?: 'control' | 'split' | 'stop';
        /** Each person gets the arm that they likeliest answer, and nobody waits, once that is proved better than the overall winner; until then the campaign is sent as though this were not there. */
        pick?: 'predicted';
        /** Of `pick`: the part of the people who get an arm by chance instead, in equal parts. 0.2 unless given. */
        chance_share?: number;
      };
      /** The part of the audience that gets nothing, by chance, so that it shows what the campaign brings. */
      holdout?: number;
      /** A webhook that is asked, when people are planned, which content and values each of them is to get. */
      recommend?: {
        /** Which of your webhook endpoints is asked. Events are sent there as before. */
        webhook_endpoint_id: string;
        /** How long its answer for a page of people may take. */
        timeout_seconds?: number;
        /** The key of the content for those of whom the answer says nothing; what they would get without it, unless given. */
        fallback?: string;
      };
      /** What WhatsApp reviews the template as. */
      category?: 'marketing' | 'utility';
      /** "session": a plain message, to those alone who wrote within the last 24 hours. */
      send_as?: 'template' | 'session';
      /** Who gets it: everybody, or whoever meets all of the criteria. */
      target_criteria?: components['schemas']['TargetCriteria'];
      /** The tenant’s default sender unless it is given. */
      sender_id?: string;
      /** When it is sent by itself. */
      scheduled_at?: string;
      /** When it is sent again and again: each date is a campaign of its own, whose `parent_id` is this one. */
      recurrence?: components['schemas']['RecurrenceGiven'];
      /** "best": each person gets it at the hour at which they likeliest tap, within sending hours and 24 hours, once that is proved better than at the start; until then most get it at the start. */
      send_time?: 'best';
      /** They replace the tenant’s. */
      sending_hours?: {
        /** The first minute to send in, by the customer’s clock. */
        from: string;
        /** The first minute that is too late; 24:00 is the end of the day. */
        to: string;
        /** ISO weekdays, Monday is 1. */
        days?: number[];
      };
      /** How long after a click a conversion is credited to it. */
      attribution_window_hours?: number;
      /** Your own notes, at most 50. */
      metadata?: { [key: string]: string };
    };
    PreviewRequest: {
      /** One of your customers; needs customers:read as well. */
      customer_id?: string;
      /** Somebody with these values. */
      sample?: components['schemas']['SamplePerson'];
      /** "longest": the longest message among up to 8,000 of your customers, which needs customers:read as well; "empty": somebody of whom nothing is known. */
      case?: 'longest' | 'empty';
      /** Which content; else the one that the person would get. */
      content_key?: string;
    };
    SamplePerson: {
      name?: string;
      /** BCP 47 */
      language?: string;
      tags?: string[];
      attributes?: { [key: string]: string | number | boolean };
    };
    Preview: {
      /** Which content. */
      content_key: string;
      /** What decided for this content. */
      why:
        | 'only_content'
        | 'language'
        | 'base_language'
        | 'campaign_language'
        | 'criterion'
        | 'experiment'
        | 'recommendation'
        | 'fallback'
        | 'asked_for';
      /** BCP 47 */
      language: string;
      /** What is above the text. */
      header: {
        type: 'none' | 'text' | 'image' | 'video' | 'document';
        /** The bold line. */
        text: string | null;
        /** Of the file. */
        url: string | null;
      };
      /** The text, filled in. */
      body: string;
      /** The small line. */
      footer: string | null;
      buttons: {
        id: string;
        type: components['schemas']['ButtonType'];
        title: string;
        /** Where the tap leads in the end. */
        url: string | null;
        /** The link in the message. This one counts no taps. */
        link: string | null;
        /** Whom the tap calls. */
        phone_number: string | null;
      }[];
      /** Whose message it is; null for a sample. */
      customer_id: string | null;
      /** Placeholders without a value and a default, left as they are: such a template is not sent. */
      missing: string[];
      /** Placeholders that show their default. */
      defaulted: string[];
      /** Why this person would not get it now; null for who would. */
      left_out:
        | (
            | 'opted_out'
            | 'suppressed'
            | 'not_opted_in'
            | 'no_number'
            | 'duplicate'
            | 'customer_deleted'
            | 'missing_variable'
            | 'too_long'
            | 'outside_window'
            | 'us_marketing'
            | 'cancelled'
            | 'holdout'
            | 'no_winner'
          )
        | null;
    };
    TestRequest: {
      /** E.164; customers of yours or not. */
      to: string[];
      /** Values for those who are no customers. */
      sample?: components['schemas']['SamplePerson'];
      /** Which content; else the one that the person would get. */
      content_key?: string;
    };
    TestAnswer: {
      /** It counts nowhere: in no report, cap or limit. */
      test: true;
      /** One for each number, in their order; the numbers are not repeated, since answers are kept for a day. */
      results: {
        /** "unknown": the provider did not say whether it took the message. */
        status: 'sent' | 'refused' | 'unknown';
        /** The provider’s id of what was sent. */
        provider_sid: string | null;
        /** Why nothing was sent. */
        reason: string | null;
        /** The same for a person, with what to do. */
        message: string | null;
        /** Which content. */
        content_key: string | null;
      }[];
    };
    CustomerMessage: {
      id: string;
      customer_id: string;
      status: components['schemas']['MessageStatus'];
      /** Why it was skipped or failed. */
      status_reason: string | null;
      /** The provider’s code of a failure. */
      error_code: string | null;
      /** Which of the campaign’s contents it is; null when it has one alone. */
      content_key: string | null;
      /** Which variant of an experiment it got. */
      variant: string | null;
      /** The provider’s id of it. */
      provider_sid: string | null;
      /** What was sent: a template with its variables, or a text with or without media. Null when nothing was sent. */
      payload:
        | (
            | {
                /** The template. */
                content_sid: string;
                /** The values of its placeholders. */
                content_variables: { [key: string]: string };
              }
            | {
                /** The text. */
                body: string;
                /** The media. */
                media_url?: string;
              }
          )
        | null;
      /** How often it was tried to send it. */
      attempts: number;
      /** When the provider took it. */
      accepted_at: string | null;
      /** When WhatsApp took it. */
      sent_at: string | null;
      /** When it reached the phone. */
      delivered_at: string | null;
      /** When it was read; never for those who hide that. */
      read_at: string | null;
      /** When it failed. */
      failed_at: string | null;
      /** When a button was first tapped. */
      first_click_at: string | null;
      /** The ids of the tapped buttons, each once. */
      clicked_buttons: string[];
      campaign_id: string;
      /** When it was planned. */
      created_at: string;
      /** What the campaign is called. */
      campaign_name: string;
    };
    /** What became of a message. */
    MessageStatus:
      | 'retry'
      | 'sending'
      | 'unknown'
      | 'accepted'
      | 'sent'
      | 'failed'
      | 'undelivered'
      | 'delivered'
      | 'read'
      | 'skipped';
    Message: {
      id: string;
      customer_id: string;
      /** Only with `expand=customer`; null when the customer was erased. */
      customer?: components['schemas']['Customer'] | null;
      status: components['schemas']['MessageStatus'];
      /** Why it was skipped or failed. */
      status_reason: string | null;
      /** The provider’s code of a failure. */
      error_code: string | null;
      /** Which of the campaign’s contents it is; null when it has one alone. */
      content_key: string | null;
      /** Which variant of an experiment it got. */
      variant: string | null;
      /** The provider’s id of it. */
      provider_sid: string | null;
      /** What was sent: a template with its variables, or a text with or without media. Null when nothing was sent. */
      payload:
        | (
            | {
                /** The template. */
                content_sid: string;
                /** The values of its placeholders. */
                content_variables: { [key: string]: string };
              }
            | {
                /** The text. */
                body: string;
                /** The media. */
                media_url?: string;
              }
          )
        | null;
      /** How often it was tried to send it. */
      attempts: number;
      /** When the provider took it. */
      accepted_at: string | null;
      /** When WhatsApp took it. */
      sent_at: string | null;
      /** When it reached the phone. */
      delivered_at: string | null;
      /** When it was read; never for those who hide that. */
      read_at: string | null;
      /** When it failed. */
      failed_at: string | null;
      /** When a button was first tapped. */
      first_click_at: string | null;
      /** The ids of the tapped buttons, each once. */
      clicked_buttons: string[];
    };
    ButtonClick: {
      customer_id: string;
      /** One of the campaign’s. */
      button_id: string;
      /** The message whose button it was. */
      message_id?: string;
      /** Now, unless it is given; not before the message was sent. */
      clicked_at?: string;
      /** What the customer wrote. */
      response_message?: string;
      /** Your own notes, at most 50. */
      metadata?: { [key: string]: string };
    };
    Interaction: {
      id: string;
      campaign_id: string;
      customer_id: string;
      message_id: string;
      button_id: string;
      button_title: string;
      button_type: components['schemas']['ButtonType'];
      /** How Herald learned of the tap. */
      source: 'inbound' | 'redirect' | 'call' | 'api';
      clicked_at: string;
      /** Only with `expand=customer`; null when the customer was erased. */
      customer?: components['schemas']['Customer'] | null;
      /** Which of the campaign’s contents it was. */
      content_key: string | null;
      /** Which arm of the campaign’s experiment it was; null outside of one. */
      variant: string | null;
      /** What the customer wrote after the tap. */
      response_message: string | null;
      /** What came of a tap that an agent answers; null for others, and until it is known. */
      agent_outcome: ('answered' | 'fallback' | 'silent' | 'skipped' | 'failed' | 'unknown') | null;
      /** Why the customer did not get the agent’s words. */
      agent_reason: string | null;
      /** Whether a conversion was credited to it. */
      led_to_conversion: boolean;
      /** What it led to. */
      conversion_type: string | null;
      /** Your id of the conversion. */
      conversion_reference_id: string | null;
      /** What the conversion was worth, as a decimal number. */
      value: string | null;
      /** ISO 4217 */
      currency: string | null;
      /** When. */
      converted_at: string | null;
      /** Your own notes. */
      metadata: { [key: string]: string };
    };
    ConversionDraft: {
      /** What it is. */
      conversion_type: string;
      /** Your id of it; it counts once. */
      conversion_reference_id: string;
      /** What it was worth: a decimal number as text, so that no amount is rounded. */
      value?: string;
      /** ISO 4217 */
      currency?: string;
      /** Now, unless it is given. */
      converted_at?: string;
    };
    ConversionReport: {
      /** What it is. */
      conversion_type: string;
      /** Your id of it; it counts once. */
      conversion_reference_id: string;
      /** What it was worth: a decimal number as text, so that no amount is rounded. */
      value?: string;
      /** ISO 4217 */
      currency?: string;
      /** Now, unless it is given. */
      converted_at?: string;
      /** Whose it is; or their `phone_number`. */
      customer_id?: string;
      /** Whose it is; or their `customer_id`. */
      phone_number?: string;
    };
    Reply: {
      /** The provider’s id of the message. */
      id: string;
      customer_id: string;
      /** Only with `expand=customer`; null when the customer was erased. */
      customer?: components['schemas']['Customer'] | null;
      /** The campaign that it answers, if that is known. */
      campaign_id: string | null;
      /** The tap that it belongs to: one that opted out, or one within an hour before, which keeps it. */
      interaction_id: string | null;
      /** What was made of it. `reply`: counted as a reply to the campaign. `opt_out`, `opt_in`: what the person agreed to was changed. `help`, `reaction`: nothing. */
      kind: 'reply' | 'opt_out' | 'opt_in' | 'help' | 'reaction';
      /** What was written. */
      text: string;
      /** Pictures and files in it, at the provider, which asks for its credentials. */
      media_urls: string[];
      /** A place, contact cards (their files are in `media_urls`), or an emoji on a message. */
      content: {
        type: 'location' | 'contact' | 'reaction';
        /** Of a place, in degrees. */
        latitude?: number;
        /** Of a place, in degrees. */
        longitude?: number;
        /** What the place is called. */
        label?: string;
        /** Of the place. */
        address?: string;
      } | null;
      /** When it was written. */
      received_at: string;
    };
    ExportDraft:
      | {
          kind: 'messages';
          filter: components['schemas']['MessageExportFilter'];
          /** `customer` adds number, name and language; it needs the scope `customers:read`. */
          expand?: 'customer';
          /** `csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are. */
          format?: 'csv' | 'jsonl';
          /** IANA: by which clock times are written, each with its offset. */
          time_zone?: string;
        }
      | {
          kind: 'interactions';
          filter: components['schemas']['InteractionExportFilter'];
          /** `customer` adds number, name and language; it needs the scope `customers:read`. */
          expand?: 'customer';
          /** `csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are. */
          format?: 'csv' | 'jsonl';
          /** IANA: by which clock times are written, each with its offset. */
          time_zone?: string;
        }
      | {
          kind: 'customers';
          filter?: components['schemas']['CustomerExportFilter'];
          /** `csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are. */
          format?: 'csv' | 'jsonl';
          /** IANA: by which clock times are written, each with its offset. */
          time_zone?: string;
        }
      | {
          kind: 'consents';
          filter?: components['schemas']['ConsentExportFilter'];
          /** `csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are. */
          format?: 'csv' | 'jsonl';
          /** IANA: by which clock times are written, each with its offset. */
          time_zone?: string;
        }
      | {
          kind: 'audit';
          filter?: components['schemas']['AuditExportFilter'];
          /** `csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are. */
          format?: 'csv' | 'jsonl';
          /** IANA: by which clock times are written, each with its offset. */
          time_zone?: string;
        };
    MessageExportFilter: {
      /** Those with exactly this status. */
      status?: components['schemas']['MessageStatus'];
      /** Those that came at least so far, as the report counts them. */
      reached?: 'handed_over' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
      /** Those that did not come so far. */
      not_reached?: 'handed_over' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
      /** Those that failed with this code; `none` for those without one. */
      error_code?: string;
      /** Those that were skipped for this reason. */
      reason?: string;
      /** Those of this content, by its key. */
      content?: string;
      /** Those of the contents in this language. */
      language?: string;
      /** Those who got this variant of the experiment. */
      variant?: string;
      /** Those of this part of it: the test, whoever got what won, or who got nothing by chance. */
      phase?: 'test' | 'rest' | 'holdout';
      /** Whether it was sent, or tried to be sent, to somebody of the test. */
      tried?: boolean;
      /** Whether somebody of the test has had their whole time. */
      window_over?: boolean;
      /** Whether somebody of the test did in their time what the experiment counts. */
      did?: boolean;
      /** Those whom `holdout` of the report counts on this side as `planned`: their time is over. */
      holdout?: 'sent' | 'held';
      /** Whether the customer converted in their time since it was planned. */
      holdout_converted?: boolean;
      /** Those whose customer tapped this button, by its id. */
      button?: string;
      /** Those whose customer did not. */
      not_button?: string;
      /** Whether the customer tapped any button. */
      tapped?: boolean;
      /** Whether the customer replied in words. */
      replied?: boolean;
      /** Whether the customer opted out in reply. */
      opted_out?: boolean;
      /** Those that came to the step of `reached` at this time or later; without it, that the provider took. */
      from?: string;
      /** The same, before this time. */
      to?: string;
      /** Whose messages. */
      campaign_id: string;
    };
    InteractionExportFilter: {
      /** Those with this button. */
      button_id?: string;
      /** Those of this customer. */
      customer_id?: string;
      /** Those that led to a conversion. */
      converted?: true;
      /** Those that led to one of this type. */
      conversion_type?: string;
      /** Those on this content, by its key. */
      content?: string;
      /** Those on this variant of the experiment. */
      variant?: string;
      /** Those of which this came, where an agent answers. */
      agent_outcome?: 'answered' | 'fallback' | 'silent' | 'skipped' | 'failed' | 'unknown';
      /** Those that the agent did not answer for this reason. */
      agent_reason?: string;
      /** Those in this hour of the day, 0 to 23, in UTC. */
      hour?: number;
      /** The same by the customer’s clock. */
      local_hour?: number;
      /** Those on this day of the week by the customer’s clock; 0 is Monday. */
      local_weekday?: number;
      /** Those tapped at this time or later. */
      from?: string;
      /** Those tapped before this time. */
      to?: string;
      /** The newest of each customer alone, those of the newest customers first. */
      one_per?: 'customer';
      /** Those with this campaign; without it, all of one customer. */
      campaign_id?: string;
    };
    CustomerExportFilter: {
      /** Those who have this tag. */
      tag?: string;
      /** The one who has this number. */
      phone_number?: string;
      /** Those whose consent is this. */
      consent?: 'opted_in' | 'opted_out' | 'unknown';
      /** Those who are in this segment now. */
      segment_id?: string;
      /** Those made at this time or later. */
      created_after?: string;
      /** Those made before this time. */
      created_before?: string;
      /** This one alone. */
      customer_id?: string;
      /** Those whom a campaign with these criteria would address. */
      target_criteria?: components['schemas']['TargetCriteria'];
      /** Those whom a figure of this campaign’s preflight counts; no other filter goes with it. */
      campaign_id?: string;
      /** Which figure: those who get it by default, those who are left out for this reason, or `left_out` for whatever reason. */
      outcome?:
        | 'reached'
        | 'left_out'
        | 'opted_out'
        | 'suppressed'
        | 'not_opted_in'
        | 'no_number'
        | 'duplicate'
        | 'customer_deleted'
        | 'missing_variable'
        | 'too_long'
        | 'outside_window'
        | 'us_marketing'
        | 'cancelled'
        | 'holdout'
        | 'no_winner';
      /** Of those who get it, the ones who get this content, by its key. */
      content?: string;
      /** Of these, the ones who have no value for this placeholder, named as `placeholder` of a warning does: they read its default, or are left out for it. */
      lacking?: string;
      /** Of those who get it, the ones with a number of this country; `none`: of no country. */
      country?: string;
      /** Of those who get it, the ones whose message has this price, as `cost.lines` counts them. */
      category?: 'marketing' | 'utility' | 'service';
      /** Of those who get it, the ones who wait by this rule, as `waits` counts them. */
      waits?: 'sending_hours' | 'frequency_cap' | 'send_time';
    };
    ConsentExportFilter: {
      /** Those of this customer. */
      customer_id?: string;
      /** Those that say this. */
      status?: 'opted_in' | 'opted_out' | 'unknown';
      /** Those of this source. */
      source?: string;
      /** Those made at this time or later. */
      from?: string;
      /** Those made before this time. */
      to?: string;
    };
    AuditExportFilter: {
      /** Which campaign’s entries. */
      campaign_id?: string;
      /** Whose entries: the id of a key or member, or a kind of actor. */
      actor?: string;
      /** Which action, or the resource that it begins with. */
      action?: string;
      /** Those made at this time or later. */
      created_after?: string;
      /** Those made before this time. */
      created_before?: string;
    };
    Export: {
      id: string;
      kind: 'messages' | 'interactions' | 'customers' | 'consents' | 'audit';
      /** As it is kept: a number became an id. */
      filter: { [key: string]: unknown };
      /** What is added to each row. */
      expand: 'customer' | null;
      /** `csv` or `jsonl`, as was asked for. */
      format: 'csv' | 'jsonl';
      /** By which clock its times are written. */
      time_zone: string;
      /** `expired`: its file was removed. */
      status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'expired';
      /** Why there is no file. */
      problem: ('campaign.not_found' | 'campaign.changed' | 'export.too_large') | null;
      job_id: string;
      /** How many are written. */
      rows: number;
      /** Rows about people who were erased, which are not written. */
      left_out: number;
      /** Of the file, in bytes, once it is whole. */
      size: number | null;
      /** The file, for an hour from now; only of an export that is read alone, once it has succeeded. */
      url: string | null;
      created_at: string;
      ended_at: string | null;
      /** When its file is removed. */
      expires_at: string;
    };
    Report: {
      campaign_id: string;
      status: components['schemas']['CampaignStatus'];
      /** When it was made. */
      generated_at: string;
      /** Since when no figure has changed for an hour after the campaign ended; null while they move. */
      settled_at: string | null;
      /** How many messages came so far; `delivered` includes those that were read. */
      totals: {
        recipients: number;
        accepted: number;
        sent: number;
        delivered: number;
        read: number;
        failed: number;
        skipped: number;
        unknown: number;
        replied: number;
        opted_out: number;
      };
      /** From 0 to 1; null without a denominator. */
      rates: {
        delivery_rate: number | null;
        read_rate: number | null;
        click_through_rate: number | null;
        conversion_rate: number | null;
      };
      /** Why messages failed. */
      failures: {
        /** The provider’s code. */
        error_code: string;
        /** What kind of failure that is. */
        class: string;
        /** The same for a person. */
        meaning: string;
        count: number;
      }[];
      /** How many were not sent to, by reason. */
      skipped: { [key: string]: number };
      /** The same for each content of the campaign, its own first. */
      by_content: {
        /** Which content. */
        content_key: string;
        /** BCP 47 */
        language: string;
        recipients: number;
        accepted: number;
        sent: number;
        delivered: number;
        read: number;
        failed: number;
        skipped: number;
        unknown: number;
        replied: number;
        opted_out: number;
        clicked: number;
        delivery_rate: number | null;
        read_rate: number | null;
        click_through_rate: number | null;
      }[];
      /** The same for each language of the contents. */
      by_language: {
        /** BCP 47 */
        language: string;
        recipients: number;
        accepted: number;
        sent: number;
        delivered: number;
        read: number;
        failed: number;
        skipped: number;
        unknown: number;
        replied: number;
        opted_out: number;
        clicked: number;
        delivery_rate: number | null;
        read_rate: number | null;
        click_through_rate: number | null;
      }[];
      /** Only of a campaign with buttons. */
      button_analytics?: {
        total_clicks: number;
        unique_customers: number;
        click_through_rate: number | null;
        conversions: number;
        conversion_rate: number | null;
        /** How many conversions of each type. */
        conversion_types: { [key: string]: number };
        /** What conversions were worth, of those that said so: decimal numbers by currency. */
        conversion_value: { [key: string]: string };
        buttons: {
          button_id: string;
          button_title: string;
          button_type: components['schemas']['ButtonType'];
          /** How its taps are known. */
          observed_by: 'observed' | 'redirect' | 'call_tracking' | 'reported' | 'nobody';
          clicks: number;
          unique_customers: number;
          click_through_rate: number | null;
          conversions: number;
          conversion_rate: number | null;
          /** What conversions were worth, of those that said so: decimal numbers by currency. */
          conversion_value: { [key: string]: string };
          /** Only of a button that an agent answers; null for others. */
          agent: components['schemas']['AgentReport'] | null;
          /** Where each rate is with a confidence of 95 % (Wilson); null without a denominator. */
          interval: {
            click_through_rate: {
              /** From 0 to 1. */
              lower: number;
              /** From 0 to 1. */
              upper: number;
            } | null;
            conversion_rate: {
              /** From 0 to 1. */
              lower: number;
              /** From 0 to 1. */
              upper: number;
            } | null;
          };
          /** From the delivery to the tap; null without taps. */
          response_time: {
            p50_seconds: number | null;
            p90_seconds: number | null;
            p99_seconds: number | null;
            /** How many taps took how long, each bucket a fifth wider than the one before; only those with any. */
            buckets: {
              /** The shortest time in it. */
              from_seconds: number;
              /** All times in it are shorter. */
              to_seconds: number;
              count: number;
            }[];
          };
        }[];
        /** By the hour of the day in UTC. */
        by_hour: {
          hour: number;
          clicks: number;
          conversions: number;
        }[];
        /** Clicks by weekday, Monday first, and hour, by the customers’ clocks. */
        by_weekday_hour: number[][];
      };
      /** Only of a campaign with an experiment that has begun. */
      experiment?: components['schemas']['ExperimentReport'];
      /** Only of a campaign that holds some people back. */
      holdout?: components['schemas']['HoldoutReport'];
      /** Only with `compare`. */
      comparison?: components['schemas']['Comparison'];
    };
    AgentReport: {
      /** Who got the agent’s words. */
      answered: number;
      /** Who got the button’s `fallback`. */
      fallback: number;
      /** To whom the agent wanted nothing said. */
      silent: number;
      /** Who may not be written to any more. */
      skipped: number;
      /** To whom the provider did not send the answer. */
      failed: number;
      /** Of whom nobody knows whether they got it. */
      unknown: number;
      /** Why it was not the agent’s words. */
      reasons: { [key: string]: number };
    };
    ExperimentReport: {
      /** What is counted. */
      metric: 'tapped' | 'replied' | 'converted' | 'read';
      /** How long each person has. */
      window_hours: number;
      /** When it is decided at the latest. */
      decides_at: string;
      /** The control first. Whoever cannot get every variant counts in none. */
      variants: {
        /** Which arm. */
        variant: string;
        /** Its part, in proportion to the others’. */
        weight: number;
        /** People whom it was planned for. */
        assigned: number;
        /** People to whom it was sent, or tried to be sent, so far. */
        tried: number;
        /** Those of them who had their whole time: the rate’s denominator. */
        window_over: number;
        /** Those of them who did it in their time. */
        did: number;
        /** Those of them whom it reached. */
        delivered: number;
        /** From 0 to 1; null while there are too few, or people are still planned. */
        rate: number | null;
        /** How many of 1,000 people choosing it is expected to lose against the best; it decides nothing. Null once that is decided. */
        expected_loss: number | null;
      }[];
      /** Of an experiment with `pick`, in words: whether variants were picked. Null without it. */
      pick: string | null;
      /** Each variant against the control: as of now, or as it was decided. Empty while there are too few. */
      comparisons: {
        /** Which arm. */
        variant: string;
        /** From the control’s rate, in shares. */
        difference: number;
        /** Where the true difference is: before a decision, however often one looks. */
        interval: {
          /** At least. */
          lower: number;
          /** At most. */
          upper: number;
        };
        /** How sure that is, from 0 to 1. */
        confidence: number;
      }[];
      /** Null until it is decided. */
      decision: components['schemas']['ExperimentDecision'] | null;
      /** The same in words. */
      verdict: string;
      /** What is worth knowing beside it. */
      warnings: string[];
    };
    HoldoutReport: {
      /** Everybody who was planned and not held back, also those who were skipped. */
      sent: {
        /** Whose time is over. */
        planned: number;
        /** Those who converted. */
        converted: number;
      };
      /** Those who got nothing, by chance. */
      held: {
        /** Whose time is over. */
        planned: number;
        /** Those who converted. */
        converted: number;
      };
      /** How much more of those sent to converted; null while there are too few, or somebody has time left. */
      difference: number | null;
      /** Where the true difference is with a confidence of 95 %. */
      interval: {
        /** At least. */
        lower: number;
        /** At most. */
        upper: number;
      } | null;
      /** The same in words. */
      verdict: string;
    };
    Comparison: {
      metrics: {
        metric: 'click_through_rate' | 'conversion_rate' | 'read_rate' | 'delivery_rate';
        campaigns: {
          campaign_id: string;
          name: string;
          /** The rate’s numerator. */
          successes: number;
          /** The rate’s denominator. */
          trials: number;
          rate: number | null;
          /** Where the rate is with a probability of 95 %. */
          interval: number[];
          /** The probability that this campaign is the best of them. */
          probability_best: number;
        }[];
        /** The same in words. */
        verdict: string;
        /** How often equal campaigns differ at least so much, corrected for all that were compared; null while there is too little evidence. */
        chance: number | null;
        /** Deprecated: what is observed is never sure. */
        sure: false;
      }[];
    };
    ButtonInsights: {
      /** How many campaigns it rests on. */
      campaigns_considered: number;
      /** Whether there were more than it looked at. */
      truncated: boolean;
      /** How to read it. */
      note: string;
      dimensions: {
        title: components['schemas']['ButtonInsight'][];
        type: components['schemas']['ButtonInsight'][];
        position: components['schemas']['ButtonInsight'][];
        media_type: components['schemas']['ButtonInsight'][];
      };
      best_hours: {
        /** How to read it. */
        note: string;
        clicks: number;
        top: {
          /** 0 is Monday. */
          weekday: number;
          hour: number;
          clicks: number;
          share: number;
        }[];
        /** By weekday, from Monday, and hour. */
        by_weekday_hour: number[][];
      };
      recommendations: components['schemas']['Recommendation'][];
      not_yet_clear: components['schemas']['UnclearDimension'][];
    };
    ButtonInsight: {
      /** What the buttons have in common. */
      value: string;
      /** How their taps are known, each way once. */
      observed_by: ('observed' | 'redirect' | 'call_tracking' | 'reported' | 'nobody')[];
      /** In how many campaigns. */
      campaigns: number;
      /** Buttons like this in delivered messages; of media types, delivered messages with buttons. Only those whose taps can be known: not tracked are links without Herald, and calls, unless somebody reported taps. */
      sent: number;
      /** Customers who tapped, each once per button and message. */
      clicks: number;
      /** Clicks of those sent; null when none of their taps can be known, which is not 0. */
      rate: number | null;
      /** Where the rate is with a probability of 95 %. */
      interval: number[];
    };
    Recommendation: {
      dimension: 'title' | 'type' | 'position' | 'media_type';
      /** What did better. */
      value: string;
      /** What to do, for a person. */
      advice: string;
      /** How often equal values differ at least so much, corrected for how many were compared. */
      chance: number;
      /** Deprecated, and not corrected: that its rate is higher than that of all other values together. */
      probability: number;
      /** How much higher its rate is: 0.5 means half as much again. Null if no other value was tapped. */
      lift: number | null;
      /** What it rests on. */
      evidence: {
        delivered: number;
        clicked: number;
        campaigns: number;
      };
      /** By `chance`: at most 1, 5 or 20 %. */
      confidence: 'strong' | 'moderate' | 'weak';
    };
    UnclearDimension: {
      dimension: 'title' | 'type' | 'position' | 'media_type';
      reason: 'too_little_evidence' | 'no_clear_difference';
      /** The same for a person. */
      detail: string;
      /** How many more are needed at least before a comparison; 0 when there are enough. */
      more_delivered: number;
      /** The same of campaigns. */
      more_campaigns: number;
    };
    CustomerPrediction: {
      customer_id: string;
      /** Of the model; `GET /v1/predictions` says why. Nothing is foretold by one that is not in use. */
      status: 'not_enough_evidence' | 'unproved' | 'in_use';
      /** How likely a message is tapped that is sent now, by the type of its first button; null where nothing is foretold. */
      taps:
        | {
            type: components['schemas']['ButtonType'];
            /** Of this customer. */
            probability: number;
            /** Of everybody. */
            base_rate: number;
          }[]
        | null;
      /** Which variant experiments with `pick` give to this customer; none of a metric that is not in use. */
      picks: {
        /** What an experiment counts. */
        metric: 'tapped' | 'replied' | 'converted' | 'read';
        /** With what the variant begins that it would pick for them now, of the types that were tested. */
        type: components['schemas']['ButtonType'];
      }[];
      /** The part of the day at which they likeliest tap; null where best hours are not in use. */
      best_hour: components['schemas']['CustomerBestHour'] | null;
    };
    CustomerBestHour: {
      /** The first hour of it, by the customer’s clock. */
      from: number;
      /** The hour that ends it. */
      to: number;
      /** By how many taps of theirs their own time of the day is known; 2 stands for 2 or more. */
      taps: number;
      /** The same in words. */
      evidence: string;
    };
    Predictions: {
      /** Who taps a button within a day. */
      taps: {
        /** Whether there is a model of who taps, and whether it has proved to be better than the base rate. */
        status: 'not_enough_evidence' | 'unproved' | 'in_use';
        /** The same in words. */
        verdict: string;
        /** What there is to learn from. */
        evidence: {
          /** How many messages with buttons the newest training counted. */
          messages: number;
          /** How many of them were tapped within a day. */
          tapped: number;
          /** So many tapped and so many that were not are needed at least: 50. */
          needed: number;
        };
        /** The present model; null without one. */
        model: components['schemas']['PredictionModel'] | null;
        /** The newest judgement, perhaps of the model before; null before the first. */
        judged: components['schemas']['PredictionJudgement'] | null;
      };
      /** Which variant to give to whom, by the type of its first button. */
      picks: {
        /** All of it in words. */
        verdict: string;
        /** Each metric is learnt and proved apart. Empty before the first experiment. */
        by_metric: components['schemas']['Pick'][];
      };
      /** At which hour of the day to send to whom. */
      times: components['schemas']['SendTimes'];
      /** When the newest training ended. */
      trained_at: string | null;
    };
    PredictionModel: {
      /** When. */
      trained_at: string;
      campaigns: string[];
      /** How many people were read. */
      people: number;
      /** The part of all people that this is: a sixteenth or more, drawn by chance. */
      sampled: number;
      /** How many messages with buttons were counted. */
      messages: number;
      /** How many of them were tapped within a day. */
      tapped: number;
      /** Their part. */
      base_rate: number;
      /** The same by the type of the first button: what the model is judged against. */
      base_rates: {
        type: components['schemas']['ButtonType'];
        rate: number;
      }[];
      /** What it looks at, and what that is worth. */
      weights: components['schemas']['PredictionWeight'][];
    };
    PredictionWeight: {
      /** What the model looks at. */
      feature:
        | 'tap_habit'
        | 'read_habit'
        | 'kind_habit'
        | 'slot_habit'
        | 'tapped_this_week'
        | 'tapped_this_month'
        | 'tapped_before'
        | 'new'
        | 'url'
        | 'call';
      /** By what the odds of a tap are multiplied: 2 means twice as likely, for small rates. */
      odds: number;
      /** Where that is, with a probability of 95 %. */
      interval: number[];
      /** The same in words. */
      meaning: string;
    };
    PredictionJudgement: {
      campaign_id: string;
      /** When. */
      judged_at: string;
      /** It was proved, was not, stays in use, or is used no longer. */
      outcome: 'proved' | 'not_proved' | 'stays' | 'switched_off';
      /** To whom it was sent, with a button. */
      people: number;
      /** How many of them tapped within a day. */
      tapped: number;
      /** The mean square of what the forecasts missed by: 0 is perfect. */
      brier: number;
      /** The same of the base rates that were known at training. */
      base_brier: number;
      /** 1 − brier / base_brier: what part of the base rate’s misses is saved. */
      skill: number;
      /** base_brier − brier. It is used when the whole interval is above 0, and it tells people apart. */
      gain: number;
      /** Where the gain is with a probability of 95 %. */
      gain_interval: number[];
      /** Whether people of whom more was foretold tapped more often than others with the same type of button. */
      tells_apart: boolean;
      /** Five groups of about the same size, those least likely to tap first. */
      reliability: components['schemas']['ReliabilityGroup'][];
      /** How the odds that were found follow those that were foretold; null where all are foretold the same, or all that happens is. */
      calibration: {
        /** 1: as sure as it should be. Below: too sure; 0: cannot tell people apart. Above: not sure enough. */
        slope: number;
        /** Where the slope is with a probability of 95 %. */
        interval: number[];
      } | null;
    };
    ReliabilityGroup: {
      /** How many are in the group. */
      people: number;
      /** How many of them the model expected to tap. */
      expected: number;
      /** How many did. */
      tapped: number;
      /** Their part; null where fewer than 10 were expected, which says too little. */
      rate: number | null;
      /** Where the rate is with a probability of 95 % (Wilson). */
      interval: number[] | null;
      /** Whether more or fewer tapped than was expected, by more than chance explains. */
      verdict: 'as_expected' | 'more' | 'fewer' | 'too_few';
    };
    Pick: {
      /** What its experiments count. */
      metric: 'tapped' | 'replied' | 'converted' | 'read';
      /** Whether experiments with `pick` that begin now pick. */
      status: 'unproved' | 'in_use';
      /** The same in words. */
      verdict: string;
      /** When it was trained. */
      trained_at: string;
      /** How many people of tests it was trained by: one half of them. */
      people: number;
      /** The newest proof; null before the first. */
      proof: components['schemas']['PickProof'] | null;
    };
    PickProof: {
      /** It was proved, was not, could not be judged, stays in use, or is used no longer. */
      outcome: 'proved' | 'not_proved' | 'too_few' | 'stays' | 'switched_off';
      /** By the half of tests that nothing was learnt from, or by a later campaign’s people left to chance. */
      by: 'test_half' | 'chance_share';
      /** When. */
      judged_at: string;
      campaigns: string[];
      /** Everybody who was judged. */
      people: number;
      /** The part of them for whom another variant than the overall winner is picked. */
      share: number;
      /** Among these: who got the pick. */
      picked: {
        /** Who got it, by chance. */
        people: number;
        /** Who did what is counted. */
        did: number;
      };
      /** Among these: who got the overall winner. */
      winner: {
        /** Who got it, by chance. */
        people: number;
        /** Who did what is counted. */
        did: number;
      };
      /** How much higher the rate of the pick is; null where there are too few. */
      difference: number | null;
      /** Where the difference is with a probability of 95 %. */
      interval: number[] | null;
      /** How often a useless pick differs at least so much. */
      chance: number | null;
      /** The difference × their share: what picks add over all people. */
      uplift: number | null;
      /** The interval × their share. */
      uplift_interval: number[] | null;
    };
    SendTimeProof: {
      /** It was proved, was not, could not be judged, stays in use, or is used no longer. */
      outcome: 'proved' | 'not_proved' | 'too_few' | 'stays' | 'switched_off';
      /** By people whose random hour happened to be their best one and from whom nothing was learnt, or by the three shares of a campaign that used best hours. */
      by: 'random_hours' | 'shares';
      /** When. */
      judged_at: string;
      campaigns: string[];
      /** At their best hour. */
      best: {
        /** Who was sent to then. */
        people: number;
        /** Who tapped within a day of it. */
        did: number;
      };
      /** At the start. */
      start: {
        /** Who was sent to then. */
        people: number;
        /** Who tapped within a day of it. */
        did: number;
      };
      /** At an hour by chance. */
      random: {
        /** Who was sent to then. */
        people: number;
        /** Who tapped within a day of it. */
        did: number;
      };
      /** The claim; null where there are too few to say more than the counts. */
      against_start: components['schemas']['SendTimeComparison'] | null;
      /** The cause; null where there are too few. */
      against_random: components['schemas']['SendTimeComparison'] | null;
    };
    SendTimeComparison: {
      /** How much higher the rate at the best hour is. */
      difference: number;
      /** Where the difference is; both intervals hold together with a probability of 95 %. */
      interval: number[];
      /** How often useless hours differ at least so much, corrected for both comparisons. */
      chance: number;
      /** Whether chance explains it in at most 5 % of proofs, both comparisons together. */
      proved: boolean;
    };
    SendTimes: {
      /** Whether campaigns with `send_time` that begin now use best hours. */
      status: 'not_enough_evidence' | 'unproved' | 'in_use';
      /** The same in words. */
      verdict: string;
      /** When the present model was trained; null without one. */
      trained_at: string | null;
      /** How many people with a random hour it was trained by: one half of them. */
      people: number;
      /** How many of these tapped within a day. */
      tapped: number;
      /** What it looks at, and what that is worth, in words. */
      learnt: string[];
      /** The newest proof; null before the first. */
      proof: components['schemas']['SendTimeProof'] | null;
    };
    WebhookEndpointChange: {
      /** A public https address. */
      url?: string;
      /** Which types it gets; `message.*` only if they are named. */
      events?: components['schemas']['EventType'][];
      /** For your own people. */
      description?: string | null;
      /** Nothing is sent to a disabled one. */
      status?: 'enabled' | 'disabled';
    };
    /** What happened. */
    EventType:
      | 'campaign.button_clicked'
      | 'customer.replied'
      | 'customer.opted_out'
      | 'conversion.recorded'
      | 'campaign.started'
      | 'campaign.paused'
      | 'campaign.completed'
      | 'button.event'
      | 'alert.raised'
      | 'message.delivered'
      | 'message.read'
      | 'message.failed';
    WebhookEndpoint: {
      id: string;
      /** Where events are posted. */
      url: string;
      /** The types of events that it gets. */
      events: components['schemas']['EventType'][];
      /** For your own people. */
      description: string | null;
      /** Nothing is sent to a disabled one. */
      status: 'enabled' | 'disabled';
      /** Why Herald disabled it. */
      status_reason: string | null;
      created_at: string;
      updated_at: string;
    };
    WebhookEndpointDraft: {
      /** A public https address. */
      url: string;
      /** All but `message.*`, unless it names some. */
      events?: components['schemas']['EventType'][];
      /** For your own people. */
      description?: string | null;
    };
    NewWebhookSecret: {
      id: string;
      /** Where events are posted. */
      url: string;
      /** The types of events that it gets. */
      events: components['schemas']['EventType'][];
      /** For your own people. */
      description: string | null;
      /** Nothing is sent to a disabled one. */
      status: 'enabled' | 'disabled';
      /** Why Herald disabled it. */
      status_reason: string | null;
      created_at: string;
      updated_at: string;
      /** Signs what is sent there; shown this once. */
      secret: string;
    };
    WebhookDelivery: {
      id: string;
      /** Equal for repeated deliveries of the same event. */
      event_id: string;
      event_type: string;
      status: 'pending' | 'delivered' | 'dead_letter';
      /** How many attempts were made since it was queued or replayed. */
      attempts: number;
      /** What the endpoint last answered. */
      last_status_code: number | null;
      /** Why the last attempt failed. */
      last_error: string | null;
      /** When it is tried again. */
      next_attempt_at: string | null;
      created_at: string;
      delivered_at: string | null;
    };
  };
  responses: {
    Invalid: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    Unauthorized: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    Forbidden: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    TooLarge: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    UnsupportedType: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    TooManyRequests: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    Bug: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
    Unavailable: {
      headers: { [name: string]: unknown };
      content: { 'application/problem+json': components['schemas']['Problem'] };
    };
  };
}
