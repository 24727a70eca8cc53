import { join } from 'node:path'
import { freePort, type OwnProcess, ownFolder, startOwn, writeFor } from '../own-process.ts'

export interface Probe {
  readonly success: boolean
  /** 0 where there was none. */
  readonly status: number
  /** What the exporter wrote about it. */
  readonly log: string
}

export interface BlackboxExporter extends OwnProcess {
  probe(module: string, url: string): Promise<Probe>
}

const files = { ca: 'ca_file', cert: 'cert_file', key: 'key_file' } as const

/**
 * Prometheus' blackbox_exporter with one http module for each entry. `timeout` is the module's; `tls_config` takes PEM
 * texts as `ca`, `cert` and `key`, which become files.
 */
export async function startBlackboxExporter(
  modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<BlackboxExporter> {
  const folder = ownFolder()
  const port = await freePort()
  const entries = Object.entries(modules).map(([name, { timeout = '5s', tls_config, ...http }]) => {
    const tls = Object.entries((tls_config ?? {}) as Record<string, unknown>).map(([field, value]) => {
      if (!(field in files)) return [field, value]
      const path = join(folder, `${name}-${field}.pem`)
      writeFor(undefined, path, String(value))
      return [files[field as keyof typeof files], path]
    })
    const settings = {
      preferred_ip_protocol: 'ip4',
      ...http,
      ...(tls.length > 0 ? { tls_config: Object.fromEntries(tls) } : {}),
    }
    return [name, { prober: 'http', timeout, http: settings }]
  })
  // JSON is YAML too.
  writeFor(undefined, join(folder, 'blackbox.yml'), JSON.stringify({ modules: Object.fromEntries(entries) }))
  const args = ['--config.file', join(folder, 'blackbox.yml'), '--web.listen-address', `127.0.0.1:${port}`]
  const exporter = await startOwn({ program: 'prometheus-blackbox-exporter', args, port, folder })
  return { ...exporter, probe: (module, url) => probe(port, module, url) }
}

async function probe(port: number, module: string, target: string): Promise<Probe> {
  const query = new URLSearchParams({ module, target, debug: 'true' })
  const text = await (await fetch(`http://127.0.0.1:${port}/probe?${query}`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  const success = value('probe_success')
  if (Number.isNaN(success)) throw new Error(`no verdict of the exporter: ${text.slice(0, 500)}`)
  return {
    success: success === 1,
    status: value('probe_http_status_code') || 0,
    log: text.split('Metrics that')[0] ?? '',
  }
}
