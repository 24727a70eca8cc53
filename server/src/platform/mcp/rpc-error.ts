/** An error that answers no request in particular: what was wrong is the way it came, so it carries no id. */
export const rpcError = (code: number, message: string) => ({ jsonrpc: '2.0', error: { code, message }, id: null })

export const rpcErrorResponse = (status: number, code: number, message: string): Response =>
  Response.json(rpcError(code, message), { status })
