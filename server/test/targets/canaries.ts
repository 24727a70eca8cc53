import dgram from 'node:dgram'
import { once } from 'node:events'
import { startTcpTarget, type Target } from './tcp-target.ts'

export interface Canaries {
  /** One port, listened to by TCP and UDP on every address. */
  readonly port: number
  readonly addresses: readonly string[]
  /** Connections and datagrams that got through to any of them. Must stay 0 where nothing may. */
  touched(): number
  close(): Promise<void>
}

/** Every address a forbidden request could end at on this machine. 127.0.0.0/8 all of it is loopback. */
export const canaryAddresses = ['127.0.0.1', '127.0.0.2', '127.1.1.1', '127.255.255.254', '::1']

/** Listeners that must never hear anything: the proof is that no packet arrived, not what somebody returned. */
export async function startCanaries(addresses: readonly string[] = canaryAddresses): Promise<Canaries> {
  for (;;) {
    const opened = await openAll(addresses)
    if (opened) return opened
  }
}

/** Undefined when the port that was free on the first address is taken on another one. */
async function openAll(addresses: readonly string[]): Promise<Canaries | undefined> {
  const tcp: Target[] = []
  const udp: dgram.Socket[] = []
  let datagrams = 0
  const close = async () => {
    for (const socket of udp) socket.close()
    await Promise.all(tcp.map((target) => target.close()))
  }
  try {
    for (const address of addresses) {
      const target = await startTcpTarget(undefined, address, tcp[0]?.port)
      tcp.push(target)
      const socket = dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4', () => {
        datagrams += 1
      })
      socket.bind(target.port, address)
      await once(socket, 'listening')
      udp.push(socket)
    }
  } catch (error) {
    await close()
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined
    throw error
  }
  const touched = () => datagrams + tcp.reduce((sum, target) => sum + target.connections(), 0)
  return { port: tcp[0]?.port as number, addresses, touched, close }
}
