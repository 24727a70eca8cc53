import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './ports.ts'
import { type Running, runProgram } from './processes.ts'

const program = 'prometheus-blackbox-exporter'

/** The peer, as Debian packages it, with its plain HTTP module; undefined where it is not installed. */
export async function startBlackbox(folder: string): Promise<(Running & { readonly port: number }) | undefined> {
  const file = join(folder, 'blackbox.yml')
  writeFileSync(file, 'modules:\n  http_2xx:\n    prober: http\n    http:\n      preferred_ip_protocol: ip4\n')
  const port = await freePort()
  const args = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn']
  const running = await runProgram(program, args, `http://127.0.0.1:${port}/-/healthy`)
  return running && { ...running, port }
}
