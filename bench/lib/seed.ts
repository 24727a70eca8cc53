import { type App, createApp } from '../../server/src/app.ts'
import { readConfig } from '../../server/src/config.ts'
import { silentLog } from '../../server/src/platform/log/log.ts'
import type { Call } from '../../server/src/platform/operations/runner.ts'
import { targetOf } from './pace.ts'

export const adminEmail = 'admin@example.com'
export const adminPassword = 'a-long-bench-passphrase'

export interface Seed {
  readonly dataDir: string
  readonly monitors: number
  readonly checkInterval: number
  readonly targetPort: number
  /** The monitors spread over this many loopback addresses, from 127.0.1.1 on. */
  readonly hosts: number
  /** Where the store is not a file of the data folder. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The environment of a server that may watch loopback targets as often as benches need. */
export const benchEnvironment = (dataDir: string): Record<string, string> => ({
  BONGSU_DATA_DIR: dataDir,
  BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
  BONGSU_MIN_CHECK_INTERVAL: '10',
  BONGSU_ADMIN_EMAIL: adminEmail,
  BONGSU_ADMIN_PASSWORD: adminPassword,
})

export type Verb = (name: string, input: unknown) => Promise<{ id: number }>

/** The product in this process, checking nothing: for filling its store through its own verbs, as an administrator. */
export async function withApp<Result>(
  dataDir: string,
  work: (app: App, verb: Verb) => Promise<Result>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const config = readConfig({ ...benchEnvironment(dataDir), ...environment, BONGSU_ROLES: 'api' })
  const app = await createApp(config, { log: silentLog() })
  try {
    await app.start()
    return await work(app, await verbOf(app))
  } finally {
    await app.stop()
  }
}

async function verbOf(app: App): Promise<Verb> {
  const [admin] = await app.database.all<{ id: number }>('select id from person order by id limit 1')
  const call: Call = {
    actor: { kind: 'person', personId: Number(admin?.id), role: 'admin', sessionId: 0, name: 'bench' },
    language: 'en',
    origin: { door: 'cli' },
    signal: new AbortController().signal,
  }
  return (name, input) => {
    const operation = app.operations.find((found) => found.name === name)
    if (!operation) throw new Error(`there is no operation ${name}`)
    return app.run(operation, input, call) as Promise<{ id: number }>
  }
}

/** Fills a fresh data folder: one project for every ten monitors. */
export const seed = (plan: Seed): Promise<void> =>
  withApp(
    plan.dataDir,
    async (_app, verb) => {
      let project = 0
      for (let n = 0; n < plan.monitors; n++) {
        const url = targetOf(n, plan.targetPort, plan.hosts)
        const check_interval = plan.checkInterval
        if (n % 10 === 0) {
          project = (await verb('create-project', { title: `Service ${n / 10 + 1}`, url, check_interval })).id
        } else {
          const input = { id: project, kind: 'http', name: `Monitor ${n + 1}`, options: { url }, check_interval }
          await verb('create-monitor', input)
        }
      }
    },
    plan.environment,
  )
