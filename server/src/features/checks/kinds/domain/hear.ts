import type { OutboundFailure } from '#platform/outbound/index.ts'
import type { LookContext } from '../contract.ts'

export interface Place {
  readonly host: string
  readonly port: number
}

const mostBytes = 65_536

export type Heard = { readonly ok: true; readonly said: string } | OutboundFailure

/** One WHOIS exchange (RFC 3912): a line out, text back until the server hangs up. What came before a reset or the deadline counts. */
export async function hear(
  { host, port }: Place,
  question: string,
  { outbound, signal }: LookContext,
  timeoutMs: number,
): Promise<Heard> {
  const opened = await outbound.connect({ host, port, timeoutMs, signal })
  if (!opened.ok) return opened
  const { socket } = opened
  const chunks: Buffer[] = []
  let heard = 0
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.max(1, timeoutMs - opened.durationMs))
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    socket.on('data', (bytes: Buffer) => {
      chunks.push(bytes)
      heard += bytes.length
      if (heard >= mostBytes) done()
    })
    socket.once('end', done)
    socket.once('close', done)
    socket.once('error', done)
    socket.write(`${question}\r\n`)
  })
  socket.on('error', () => undefined)
  socket.destroy()
  return { ok: true, said: decoded(Buffer.concat(chunks).subarray(0, mostBytes)) }
}

/** UTF-8 where it is, else one letter a byte: keys and dates are ASCII in either. */
function decoded(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8')
  return utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8
}
