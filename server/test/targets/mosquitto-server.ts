import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { freePort, type OwnProcess, ownFolder, prepare, startOwn, writeFor } from '../own-process.ts'
import { certificate } from './certificates.ts'

export interface MosquittoServer extends OwnProcess {
  readonly tlsPort: number
  /** Keeps a message on a topic, as its publisher would. */
  retain(topic: string, message: string): Promise<void>
}

const password = 'sesame-1234'
const rights = `
user writer
topic write #
user reader
topic read plant/#
`

/** Two people, `reader` and `writer`, and no strangers; TLS on a second port. */
export async function startMosquittoServer(): Promise<MosquittoServer> {
  const folder = ownFolder()
  const path = (name: string) => join(folder, name)
  const { cert, key } = certificate('valid')
  writeFor(undefined, path('server.pem'), cert, 0o644)
  writeFor(undefined, path('server.key'), key, 0o644)
  writeFor(undefined, path('rights'), rights, 0o644)
  writeFor(undefined, path('people'), `reader:${password}\nwriter:${password}\n`, 0o644)
  prepare('mosquitto_passwd', ['-U', path('people')])
  const [port, tlsPort] = [await freePort(), await freePort()]
  const settings = `
per_listener_settings false
allow_anonymous false
persistence false
password_file ${path('people')}
acl_file ${path('rights')}
listener ${port} 127.0.0.1
listener ${tlsPort} 127.0.0.1
certfile ${path('server.pem')}
keyfile ${path('server.key')}
`
  // As root it would become a user who may not read what passwd has just rewritten.
  const asRoot = process.getuid?.() === 0 ? 'user root\n' : ''
  writeFor(undefined, path('settings'), settings + asRoot, 0o644)
  const server = await startOwn({ program: 'mosquitto', args: ['-c', path('settings')], port, folder })
  return {
    ...server,
    tlsPort,
    async retain(topic, message) {
      const client = await connectAsync({ host: '127.0.0.1', port, username: 'writer', password, reconnectPeriod: 0 })
      await client.publishAsync(topic, message, { qos: 1, retain: true })
      await client.endAsync()
    },
  }
}
