import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Called {
  readonly calls: number
  readonly errors: number
  readonly p99Ms: number
}

export interface Caller {
  /** Calls for so long, as fast as answers come. */
  call(ms: number): Promise<Called>
  end(): void
}

const usualConnections = 16

/** A client in a process of its own, past its handshake. */
export async function callerOf(
  address: string,
  token: string,
  era: string,
  connections = usualConnections,
): Promise<Caller> {
  const script = fileURLToPath(new URL('drive-mcp.ts', import.meta.url))
  const child = fork(script, [address, token, era, String(connections)])
  child.once('exit', (code) => {
    if (code) throw new Error(`the caller of ${address} ended with ${code}`)
  })
  await once(child, 'message')
  return {
    async call(ms) {
      child.send({ ms })
      const [called] = (await once(child, 'message')) as [Called]
      return called
    },
    end: () => child.disconnect(),
  }
}
