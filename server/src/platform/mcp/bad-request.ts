/**
 * What the SDK says with 200 and revision 2026-07-28 with 400: a request that cannot be understood, though its method and
 * its envelope were. Streams are none: they began to be answered.
 */
export const asBadRequest = (response: Response): Response =>
  response.status === 200 && response.headers.get('content-type') === 'application/json'
    ? new Response(response.body, { status: 400, headers: response.headers })
    : response
