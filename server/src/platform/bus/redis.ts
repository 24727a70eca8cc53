import { randomUUID } from 'node:crypto'
import { connectRedis } from '#platform/connect-redis.ts'
import type { Bus } from './contract.ts'

interface Envelope {
  readonly from: string
  readonly name: string
  readonly payload: unknown
}

/**
 * Over Redis publish and subscribe. Reconnects by itself; what was said meanwhile is lost, as the contract allows.
 * `prefix` keeps installations that share a Redis apart: channels know no databases.
 */
export async function createRedisBus(url: string, warn: (message: string) => void, prefix = 'bongsu'): Promise<Bus> {
  const { Redis } = await import('ioredis')
  const self = randomUUID()
  const channel = `${prefix}:news`
  // Named, so that `CLIENT LIST` tells an operator whose they are.
  const common = { lazyConnect: true, connectionName: `${prefix}-bus` }
  const out = new Redis(url, { ...common, maxRetriesPerRequest: 1, enableOfflineQueue: false })
  const into = new Redis(url, { ...common, maxRetriesPerRequest: null })
  const handlers: ((name: string, payload: unknown) => void)[] = []
  for (const connection of [out, into]) connection.on('error', (error) => warn(`Redis: ${error.message}`))
  try {
    await Promise.all([connectRedis(out, url), connectRedis(into, url)])
    await into.subscribe(channel)
  } catch (error) {
    out.disconnect()
    into.disconnect()
    throw error
  }
  into.on('message', (_channel, body) => {
    const envelope = parse(body)
    if (!envelope || envelope.from === self) return
    for (const handler of handlers) handler(envelope.name, envelope.payload)
  })

  return {
    publish(name, payload) {
      const envelope: Envelope = { from: self, name, payload }
      out
        .publish(channel, JSON.stringify(envelope))
        .catch((error) => warn(`news "${name}" was not passed on: ${error.message}`))
    },
    onMessage: (handler) => void handlers.push(handler),
    async close() {
      out.disconnect()
      into.disconnect()
    },
  }
}

function parse(body: string): Envelope | null {
  try {
    return JSON.parse(body) as Envelope
  } catch {
    return null
  }
}
