import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, type OwnProcess, ownFolder, startOwn, writeFor } from '../own-process.ts'
import { certificate } from './certificates.ts'

export interface RedisServer extends OwnProcess {
  readonly tlsPort: number
  /** As the default user. */
  run(...words: string[]): Promise<unknown>
}

export const redisPassword = 'sesame-1234'

/** With a password, a user `reader` who may only GET what begins with `health`, and TLS on a second port. */
export async function startRedisServer(extra: readonly string[] = []): Promise<RedisServer> {
  const folder = ownFolder()
  const { cert, key } = certificate('valid')
  writeFor(undefined, join(folder, 'server.pem'), cert)
  writeFor(undefined, join(folder, 'server.key'), key)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const settings = {
    port,
    'tls-port': tlsPort,
    'tls-cert-file': join(folder, 'server.pem'),
    'tls-key-file': join(folder, 'server.key'),
    'tls-ca-cert-file': join(folder, 'server.pem'),
    'tls-auth-clients': 'no',
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir: folder,
    requirepass: redisPassword,
  }
  const args = [...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]), ...extra]
  const server = await startOwn({ program: 'redis-server', args, port, folder })
  const run = async (...[name = '', ...words]: string[]) => {
    const client = new Redis({ port, password: redisPassword, lazyConnect: true, enableReadyCheck: false })
    await client.connect()
    return client.call(name, ...words).finally(() => client.disconnect())
  }
  return { ...server, tlsPort, run }
}
